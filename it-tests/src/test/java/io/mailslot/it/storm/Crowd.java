package io.mailslot.it.storm;

import io.mailslot.Kernel;
import io.mailslot.api.Inheritance;
import io.mailslot.inspect.Finding;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.TestHome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
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
 * fails if one of them fails. For one thread, but for what the processes say.
 */
public final class Crowd {
    private final Path home;
    private final Kernel kernel;
    private final long seed;
    private final Random random;
    private final Path errors;
    private final Ear ear;
    private final List<StormProcess> members = new ArrayList<>();
    private final Queue<Span> hiccups = new ConcurrentLinkedQueue<>();
    private final Queue<Stall> stalls = new ConcurrentLinkedQueue<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private int kills;
    private int verifications;

    /** Is told what a process says but for how it is held up; by several threads. */
    public interface Ear {
        /** Whether it knows what that means. */
        boolean hear(String what, String pid, String rest);
    }

    public Crowd(TestHome home, Kernel kernel, long seed, Ear ear) throws IOException {
        this(home.path(), home.scratch(), kernel, seed, ear);
    }

    /** Of a home that need not be the one that the test was given. */
    public Crowd(Path home, Path scratch, Kernel kernel, long seed, Ear ear) throws IOException {
        this.home = home;
        this.kernel = kernel;
        this.seed = seed;
        this.random = new Random(seed);
        this.errors = Files.createFile(scratch.resolve("workers.err"));
        this.ear = ear;
    }

    /** Has one process do a little of everything, then notices whatever holds this JVM up. */
    public void rehearse(Enum<?> role, ProcessBuilder builder, Path where) throws IOException, InterruptedException {
        builder.environment().put("MAILSLOT_HOME", where.toString());
        StormProcess process = start(role, builder, Optional.empty());
        process.closeInput();
        requireEnd(process);
        HiccupMeter.start(hiccups::add);
    }

    /** Starts one, plainly or, with what it is to inherit, as a child. */
    public StormProcess start(Enum<?> role, ProcessBuilder builder, Optional<Inheritance> asChild) {
        builder.environment().putIfAbsent("MAILSLOT_HOME", home.toString());
        builder.redirectInput(Redirect.PIPE)
                .redirectOutput(Redirect.PIPE)
                .redirectError(Redirect.appendTo(errors.toFile()));
        try {
            Process process = asChild.isPresent()
                    ? kernel.createProcess(builder, asChild.get()).process()
                    : builder.start();
            StormProcess member = new StormProcess(role, process, this::hear);
            members.add(member);
            return member;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + builder.command(), e);
        }
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
        return living.get(random.nextInt(living.size()));
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

    /** Asks those to end, and waits until they and their children have. */
    public void end(Predicate<StormProcess> which) throws InterruptedException {
        List<StormProcess> ending = members.stream().filter(which).toList();
        ending.forEach(StormProcess::closeInput);
        for (StormProcess member : ending) {
            requireEnd(member);
        }
        checkNothingFailed();
    }

    private void requireEnd(StormProcess member) throws InterruptedException {
        if (!member.awaitEnd(Deadline.PATIENCE.toMillis())) {
            throw failure(member + " or a child of it does not end");
        }
        Deadline.await(member + " is gone").until(() -> !member.isAlive());
    }

    /** Fails if one failed; forgets those who are dead. */
    public void checkNothingFailed() {
        for (StormProcess member : List.copyOf(members)) {
            if (!member.isAlive()) {
                members.remove(member);
                if (member.endedOddly()) {
                    failures.add(member + " ended with " + member.exitCode());
                }
            }
        }
        try {
            String complaints = Files.readString(errors);
            if (!failures.isEmpty() || !complaints.isEmpty()) {
                throw failure(String.join("\n", failures) + "\n" + complaints);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the error output cannot be read", e);
        }
    }

    public AssertionError failure(String what) {
        return new AssertionError("storm with seed " + seed + ", after " + kills + " kills: " + what);
    }

    /** Fails unless the home is whole. */
    public void verify() {
        verifications++;
        List<Finding> findings = HomeVerifier.verify(home, Deadline.DEATH_NOTICED);
        if (!findings.isEmpty()) {
            throw failure("the home is not whole: " + findings);
        }
    }

    int verifications() {
        return verifications;
    }

    public Delays delays() {
        return Delays.of(stalls, hiccups);
    }
}
