package io.mailslot.it.storm;

import io.mailslot.api.Inheritance;
import io.mailslot.inspect.Finding;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.it.harness.Deadline;
import io.mailslot.testkit.ChildSpec;
import io.mailslot.testkit.Jvms;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

/**
 * The processes of a storm as the test sees them: starts them, hears what they say, kills them at random moments, and
 * fails if one of them fails. For one thread, but for what is noted.
 */
public final class Crowd {
    private final Jvms jvms;
    private final long seed;
    private final Random random;
    private final Ear ear;
    private final List<StormProcess> members = new ArrayList<>();

    /** Those who are dead. Children of theirs may have something to say yet. */
    private final List<StormProcess> gone = new ArrayList<>();

    private final Queue<Span> hiccups = new ConcurrentLinkedQueue<>();
    private final Queue<Stall> stalls = new ConcurrentLinkedQueue<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private int kills;
    private int verifications;

    /** Is told what a process says but for how it is held up. */
    public interface Ear {
        /** Whether it knows what that means. */
        boolean hear(String what, String pid, String rest);
    }

    public Crowd(Jvms jvms, long seed, Ear ear) {
        this.jvms = jvms;
        this.seed = seed;
        this.random = new Random(seed);
        this.ear = ear;
    }

    /** Has one process do a little of everything in a home, then notices whatever holds this JVM up. */
    public void rehearse(Enum<?> role, ChildSpec spec, Path where) {
        StormProcess process = start(role, spec.withEnvironment("MAILSLOT_HOME", where.toString()), Optional.empty());
        end(process::equals);
        HiccupMeter.start(hiccups::add);
    }

    /** Starts one, plainly or, with what it is to inherit, as a child. */
    public StormProcess start(Enum<?> role, ChildSpec spec, Optional<Inheritance> asChild) {
        ChildSpec asAsked = asChild.map(spec::withInheritance).orElseGet(spec::startedPlainly);
        StormProcess member = new StormProcess(role, asAsked.withOpenInput().start());
        members.add(member);
        return member;
    }

    /** This JVM's own share in the storm. */
    public Thread accompany(String name, WorkerVoice.Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (Throwable failure) {
                        failures.add(name + ": " + WorkerVoice.trace(failure));
                    }
                },
                name);
        thread.start();
        return thread;
    }

    private void listenTo(StormProcess member) {
        member.hear(line -> hear(member, line));
        member.complaint().ifPresent(failures::add);
    }

    private void hear(StormProcess member, String line) {
        String[] words = line.split(" ", 3);
        if (words[0].equals(WorkerVoice.STALL)) {
            stalls.add(Stall.parse(words[1], words[2]));
        } else if (words[0].equals(WorkerVoice.HICCUP)) {
            hiccups.add(Span.parse(words[2]));
        } else if (words.length < 3 || !ear.hear(words[0], words[1], words[2])) {
            failures.add(member + " printed: " + line);
        }
    }

    public void note(Stall stall) {
        stalls.add(stall);
    }

    public void note(Span hiccup) {
        hiccups.add(hiccup);
    }

    /**
     * Kills until that many were killed.
     *
     * @param refill called before every kill or burst of them
     * @param fewestReady how many have to be at work before any is killed
     * @param killOne kills one, or none
     */
    public void rage(int wanted, Runnable refill, int fewestReady, KillRhythm rhythm, Runnable killOne) {
        while (kills < wanted) {
            refill.run();
            Deadline.await(fewestReady + " processes are ready").until(() -> {
                checkNothingFailed();
                return ready() >= fewestReady;
            });
            rhythm.strike(random, () -> kills < wanted, killOne);
            checkNothingFailed();
        }
    }

    public void kill(StormProcess member) {
        member.kill();
        kills++;
    }

    /** Ends whoever is left when a storm fails. */
    public void killAll() {
        living().forEach(StormProcess::kill);
    }

    /** Kills a child of one of them. */
    void kill(ProcessHandle child) {
        child.destroyForcibly();
        kills++;
    }

    public int kills() {
        return kills;
    }

    /** Of all random choices of the test: they are made by one thread, so the same seed has the same choices made. */
    public Random random() {
        return random;
    }

    /** Any of those that nobody has killed yet. */
    public StormProcess any() {
        List<StormProcess> living = living();
        StormProcess any = living.get(random.nextInt(living.size()));
        listenTo(any); // it may be ready by now
        return any;
    }

    /** How many play that role and have not been killed. */
    public int count(Enum<?> role) {
        return (int) living().stream().filter(member -> member.role() == role).count();
    }

    /** Whether those with that role that were killed have died. */
    public boolean areDead(Enum<?> role) {
        return members.stream().noneMatch(member -> member.role() == role && member.isDoomed() && member.isAlive());
    }

    /** How many are at work. */
    public int ready() {
        return (int) living().stream().filter(StormProcess::isReady).count();
    }

    /** Those whom nobody has killed. */
    public List<StormProcess> living() {
        return members.stream().filter(member -> !member.isDoomed()).toList();
    }

    /** Asks those to end, and waits until they have. */
    public void end(Predicate<StormProcess> which) {
        List<StormProcess> ending = members.stream().filter(which).toList();
        ending.forEach(StormProcess::closeInput);
        ending.forEach(StormProcess::awaitEnd);
        checkNothingFailed();
    }

    /** Hears what they have to say, and fails if one failed; forgets those who are dead. */
    public void checkNothingFailed() {
        for (StormProcess member : List.copyOf(members)) {
            boolean dead = !member.isAlive(); // then there is nothing to hear behind what is heard now
            listenTo(member);
            if (dead) {
                members.remove(member);
                gone.add(member);
                if (member.endedOddly()) {
                    failures.add(member.evidence());
                }
            }
        }
        if (!failures.isEmpty()) {
            throw failure(String.join("\n", failures));
        }
    }

    public AssertionError failure(String what) {
        return new AssertionError("storm with seed " + seed + ", after " + kills + " kills: " + what);
    }

    /** Fails unless the home is whole. */
    public void verify() {
        verifications++;
        List<Finding> findings = HomeVerifier.verify(jvms.home(), Deadline.DEATH_NOTICED);
        if (!findings.isEmpty()) {
            throw failure("the home is not whole: " + findings);
        }
    }

    int verifications() {
        return verifications;
    }

    /** Of all that they have told, whoever lives. */
    public Delays delays() {
        gone.forEach(this::listenTo);
        checkNothingFailed();
        return Delays.of(stalls, hiccups);
    }
}
