package io.mailslot.launcher.look;

import io.mailslot.api.AccessRight;
import io.mailslot.api.InvalidNameException;
import io.mailslot.api.ObjectType;
import io.mailslot.api.WhenFull;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.MailslotStatus;
import io.mailslot.inspect.ObjectStatus;
import io.mailslot.inspect.ProcessStatus;
import io.mailslot.inspect.ReceiverStatus;
import io.mailslot.inspect.WaitStatus;
import io.mailslot.launcher.look.Bridging.Outbox;
import io.mailslot.launcher.look.Holders.Held;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Why something does not go on: sentences, each a step further from what was asked for, and commands that may help. */
final class Reasons {
    private static final String EVERYWHERE = "\\\\*\\mailslot\\";
    private static final String STEP = "  ";

    /** So many steps are told: who reads all of them has given up before, and there is an end to what Java can follow. */
    private static final int DEEPEST = 200;

    /** Of the number of a thread, what is noted with what it waits for. */
    private static final long THREAD_MASK = (1 << 20) - 1;

    private final HomeSnapshot home;
    private final LookContext context;
    private final String homeOption;
    private final boolean withinReach;
    private final Holders holders;
    private final Catalog catalog;
    private final List<String> lines = new ArrayList<>();
    private final Set<String> advice = new LinkedHashSet<>();

    /**
     * What is being explained, from what was asked for down to here, and whether it is bound: only what comes next can let it go
     * on.
     */
    private final Map<Object, Boolean> path = new LinkedHashMap<>();

    /** What is explained, or is being so: who comes by there again says no more of it, or there would be no end. */
    private final Set<Object> told = new HashSet<>();

    Reasons(HomeSnapshot home, LookContext context, String homeOption, boolean withinReach) {
        this.home = home;
        this.context = context;
        this.homeOption = homeOption;
        this.withinReach = withinReach;
        this.holders = new Holders(home);
        this.catalog = new Catalog(home);
    }

    List<String> lines() {
        return lines;
    }

    Set<String> advice() {
        return advice;
    }

    private void say(String sentence) {
        lines.add(STEP.repeat(Math.max(0, path.size() - 1)) + sentence);
    }

    /** Advises a command, where that would not reach others than those who are told of. */
    private void help(String command) {
        advice.add(withinReach ? command : "look where it is: this is of another boot, or another machine");
    }

    /** Explains all that has a name, or the process or object of a number; whether there is any. */
    boolean explain(String wanted) {
        findMailslot(wanted).ifPresent(this::mailslot);
        home.objects().stream()
                .filter(object -> ReasonWords.isNamed(object, wanted))
                .forEach(this::object);
        home.processes().stream()
                .filter(process -> String.valueOf(process.processId()).equals(wanted)
                        || Words.address(process.objectId()).equalsIgnoreCase(wanted))
                .forEach(this::process);
        return !lines.isEmpty();
    }

    private Optional<MailslotStatus> findMailslot(String name) {
        try {
            return home.mailslot(name);
        } catch (InvalidNameException noMailslot) {
            return Optional.empty();
        }
    }

    /** Explains one thing unless that is explained already. */
    private void explaining(Object subject, String name, boolean bound, Runnable explanation) {
        if (path.size() == DEEPEST && !told.contains(subject)) {
            lines.add(STEP.repeat(DEEPEST) + "and so on, with " + name + ": ask why of that");
            return;
        }
        if (told.add(subject)) {
            path.put(subject, bound);
            explanation.run();
            path.remove(subject);
            return;
        }
        String again =
                isDeadlock(subject) ? ", which closes the circle: none of them goes on by itself" : ", as told above";
        lines.add(STEP.repeat(path.size()) + "that is " + name + again);
    }

    /**
     * Whether all from a thing down to here are bound, so that its coming up again is a deadlock. A mutex is, and a thread that
     * waits for nothing else. A process has threads that may not wait, and what sets an event or sends a message is anybody.
     */
    private boolean isDeadlock(Object subject) {
        boolean within = false;
        for (Map.Entry<Object, Boolean> step : path.entrySet()) {
            within |= step.getKey().equals(subject);
            if (within && !step.getValue()) {
                return false;
            }
        }
        return within;
    }

    private void mailslot(MailslotStatus mailslot) {
        explaining(mailslot.objectId(), mailslot.name(), false, () -> {
            boolean full = mailslot.sendersWait()
                    && mailslot.whenFull().filter(WhenFull.WAIT::equals).isPresent();
            if (mailslot.messageCount() < 0) {
                say("the messages of " + mailslot.name() + " cannot be read");
            } else if (full) {
                say(mailslot.name() + " is full: " + mailslot.messageCount() + " unread in " + mailslot.capacity()
                        + " bytes; senders sleep until there is room, or did so a moment ago");
            } else {
                say(mailslot.name() + " is not full: " + Words.count(mailslot.messageCount(), "message")
                        + " unread, and no sender" + " sleeps for room");
            }
            if (mailslot.messageCount() == 0) {
                noMessages(mailslot);
            }
            if (Bridging.isMemory(mailslot)) {
                say(STEP + "it is what the bridge has noted for itself: taken from, or deleted, messages come twice");
                return;
            }
            boolean only = mailslot.receivers().size() == 1;
            Outbox.of(mailslot)
                    .ifPresentOrElse(
                            this::outbox,
                            () -> mailslot.receivers().forEach(receiver -> receiver(mailslot, receiver, only)));
            if (full) {
                advice.add("or let senders give up: OpenOptions.withWriteTimeout, send --timeout");
            }
        });
    }

    private void outbox(Outbox outbox) {
        Bridging bridging = Bridging.of(home);
        OutboxReasons reasons = OutboxReasons.of(outbox, bridging, context, homeOption);
        reasons.lines().forEach(line -> say(STEP + line));
        reasons.advice().forEach(this::help);
        bridging.bridge()
                .filter(process -> process.osState() == ProcessStatus.OsState.STOPPED)
                .ifPresent(this::advise);
    }

    private void noMessages(MailslotStatus mailslot) {
        List<Held> senders = home.objects().stream()
                .filter(object -> object.type() == ObjectType.SENDER && leadsTo(object, mailslot))
                .flatMap(sender -> holders.of(sender.objectId()).stream())
                .toList();
        if (senders.isEmpty()) {
            say(STEP + waiting(mailslot) + ", and nobody has it open to send");
            help("send something:            " + context.about("mailslot send" + homeOption, mailslot.name(), "")
                    + " TEXT");
            return;
        }
        say(STEP + waiting(mailslot) + "; " + ReasonWords.held(senders) + " can send");
        follow(senders);
    }

    /** One that is bound to the name is no end of any mailslot, and sends to each that has the name. */
    private boolean leadsTo(ObjectStatus sender, MailslotStatus mailslot) {
        return sender.mailslotId().isPresent()
                ? sender.mailslotId().getAsLong() == mailslot.objectId()
                : findMailslot(sender.name())
                        .filter(named -> named.objectId() == mailslot.objectId())
                        .isPresent();
    }

    private String waiting(MailslotStatus mailslot) {
        if (mailslot.receivers().isEmpty()) {
            return "it has no receiver";
        }
        Set<Long> receivers = new HashSet<>();
        mailslot.receivers().forEach(receiver -> receivers.add(receiver.objectId()));
        boolean sleptFor =
                home.objects().stream().anyMatch(object -> object.waitedFor() && receivers.contains(object.objectId()));
        boolean noted = home.processes().stream()
                .flatMap(process -> process.waits().stream())
                .anyMatch(wait -> receivers.contains(wait.objectId()));
        return sleptFor || noted ? "its receivers wait for messages" : "no receiver sleeps for messages";
    }

    private void receiver(MailslotStatus mailslot, ReceiverStatus receiver, boolean only) {
        String what = receiver.cursor().map(name -> "cursor " + name).orElse(only ? "its only receiver" : "a receiver");
        String unread = only || receiver.messageCount() < 0 ? "" : ", " + receiver.messageCount() + " unread";
        List<Held> held = holders.of(receiver.objectId());
        if (held.isEmpty()) {
            boolean closed = receiver.cursor().isPresent();
            boolean readable = mailslot.messageCount() >= 0;
            String keeps = readable ? ", and keeps what it has not read" : "";
            say(STEP + what + (closed ? " is open nowhere" + keeps : " is held by nobody") + unread);
            if (closed && readable) {
                helpWithCursor(mailslot, receiver, only);
            } else if (closed) {
                say(STEP + "whoever opens it may have its files put aside, below "
                        + home.home().resolve("lost"));
            }
            return;
        }
        say(STEP + what + " is " + ReasonWords.held(held) + unread);
        follow(held);
    }

    private void helpWithCursor(MailslotStatus mailslot, ReceiverStatus receiver, boolean only) {
        String cursor = " --cursor " + context.shellWord(receiver.cursor().orElseThrow());
        // to receive from one for broadcast is to join all that have the name
        String name = mailslot.broadcast() ? EVERYWHERE + mailslot.name() : mailslot.name();
        help("read on:                   " + context.about("mailslot receive" + homeOption, name, cursor));
        help("or have nothing kept:      "
                + context.about("mailslot rm" + homeOption, mailslot.name(), only ? "" : cursor));
    }

    private void object(ObjectStatus object) {
        explaining(object.objectId(), ReasonWords.name(object), object.type() == ObjectType.MUTEX, () -> {
            say(ReasonWords.name(object) + ": " + catalog.state(object));
            switch (object.type()) {
                case MUTEX -> mutex(object);
                case EVENT -> ofOthers(object, "set", AccessRight.MODIFY_STATE);
                case SEMAPHORE -> ofOthers(object, "release", AccessRight.MODIFY_STATE);
                default -> {
                    List<Held> held = holders.of(object.objectId());
                    if (!held.isEmpty()) {
                        say(STEP + "held by " + ReasonWords.held(held));
                        follow(held);
                    }
                }
            }
        });
    }

    private void mutex(ObjectStatus mutex) {
        if (mutex.ownerProcessId().isEmpty()) {
            say(STEP + "nobody owns it: a wait for it ends at once"
                    + (mutex.abandoned() ? ", and is told that its owner's process is gone" : ""));
            return;
        }
        holders.owner(mutex)
                .ifPresentOrElse(
                        process -> owner(process, mutex.ownerThread().orElse(0)),
                        () -> say(
                                STEP + "of process " + mutex.ownerProcessId().getAsLong() + " nothing is known here"));
    }

    /** Who could end a wait for an event or a semaphore. */
    private void ofOthers(ObjectStatus object, String verb, AccessRight right) {
        if (object.signaled()) {
            say(STEP + "a wait for it ends at once");
            return;
        }
        List<Held> able = holders.of(object.objectId()).stream()
                .filter(held -> held.handle().access().contains(right))
                .toList();
        if (able.isEmpty()) {
            say(STEP + "nobody has a handle that may " + verb + " it");
            return;
        }
        boolean one = Holders.processes(able).size() == 1;
        say(STEP + (one ? "only " : "") + ReasonWords.held(able) + " may " + verb + " it");
        follow(able);
    }

    private void process(ProcessStatus process) {
        explaining(process.objectId(), "process " + process.processId(), false, () -> {
            say("process " + process.processId() + " (" + Words.command(process) + ") " + ReasonWords.how(process));
            advise(process);
            owned(process);
            if (process.osState() != ProcessStatus.OsState.STOPPED) {
                waits(process.waits().stream());
            }
        });
    }

    /** The thread that owns a mutex: only that one can give it back. */
    private void owner(ProcessStatus process, long thread) {
        long noted = thread & THREAD_MASK;
        String name = "thread " + thread + " of process " + process.processId();
        List<WaitStatus> waits =
                process.waits().stream().filter(wait -> wait.thread() == noted).toList();
        boolean one = waits.stream().map(WaitStatus::objectId).distinct().count() == 1;
        explaining(List.of(process.objectId(), noted), name, one, () -> {
            say(name + " (" + Words.command(process) + ") " + ReasonWords.how(process));
            advise(process);
            if (process.osState() != ProcessStatus.OsState.STOPPED) {
                waits(waits.stream());
            }
        });
    }

    /** What threads of a process wait for, each thing once. */
    private void waits(Stream<WaitStatus> waits) {
        Map<Long, Set<Long>> threads = new LinkedHashMap<>();
        waits.forEach(wait -> threads.computeIfAbsent(wait.objectId(), id -> new LinkedHashSet<>())
                .add(wait.thread()));
        threads.forEach(this::waitFor);
    }

    private void waitFor(long awaited, Set<Long> threads) {
        String who = STEP
                + (threads.size() == 1
                        ? "its thread " + threads.iterator().next() + " waits for "
                        : threads.size() + " of its threads wait for ");
        catalog.mailslot(awaited).ifPresent(mailslot -> {
            say(who + "room in " + mailslot.name());
            mailslot(mailslot);
        });
        catalog.object(awaited).ifPresent(object -> {
            if (isOfMailslotOfHolder(object)) {
                say(who + "the next message");
                return;
            }
            say(who + ReasonWords.name(object) + (object.signaled() ? ", which is signaled by now" : ""));
            if (!object.signaled()) {
                waitedFor(object);
            }
        });
    }

    /** Whether that is what holds the messages of a mailslot for the process of which is told, because of that mailslot. */
    private boolean isOfMailslotOfHolder(ObjectStatus object) {
        List<Object> steps = List.copyOf(path.keySet());
        return object.type() == ObjectType.RECEIVER
                && !object.signaled()
                && steps.size() > 1
                && object.mailslotId().isPresent()
                && steps.get(steps.size() - 2).equals(object.mailslotId().getAsLong());
    }

    /** Of a receiver it is the mailslot that tells why nothing comes, of a process's object that process, which has to end. */
    private void waitedFor(ObjectStatus object) {
        switch (object.type()) {
            case RECEIVER ->
                catalog.mailslot(object.mailslotId().orElse(0)).ifPresentOrElse(this::mailslot, () -> object(object));
            case PROCESS -> holders.running(object.objectId()).ifPresentOrElse(this::process, () -> object(object));
            default -> object(object);
        }
    }

    /** One holder is followed to what it waits for; of several it is told what keeps them from going on. */
    private void follow(List<Held> held) {
        List<ProcessStatus> processes = Holders.processes(held);
        if (processes.size() == 1) {
            process(processes.get(0));
        } else {
            processes.forEach(this::hindrance);
        }
    }

    /** Says how a process is if that keeps others waiting. */
    private void hindrance(ProcessStatus process) {
        if (process.osState() != ProcessStatus.OsState.RUNNING) {
            say(STEP + STEP + "process " + process.processId() + " " + ReasonWords.how(process));
            advise(process);
        }
    }

    private void advise(ProcessStatus process) {
        if (process.osState() == ProcessStatus.OsState.STOPPED) {
            help("continue it:               kill -CONT " + process.processId());
        } else if (process.osState() == ProcessStatus.OsState.ENDED) {
            help("have it cleared away:      mailslot gc" + homeOption);
        }
    }

    /** The mutexes that a process owns, for which others sleep. */
    private void owned(ProcessStatus process) {
        for (ObjectStatus object : home.objects()) {
            boolean owned = object.ownerProcessId().isPresent()
                    && holders.owner(object).filter(process::equals).isPresent();
            if (owned && !path.containsKey(object.objectId())) {
                say(STEP + "it owns " + ReasonWords.name(object)
                        + (object.waitedFor() ? ", for which somebody waits" : ""));
            }
        }
    }
}
