package io.mailslot.it.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.EventOptions;
import io.mailslot.api.Inheritance;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.SemaphoreOptions;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.it.fault.Victim.Address;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildSpec;
import io.mailslot.testkit.Jvms;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Processes that come to a fault point, and die there or stand still. */
public final class Victims {
    private static final MailslotOptions READ_LATER = MailslotOptions.defaults().withCapacity(Victim.CAPACITY);

    private Victims() {}

    /** Whether a process passes the point only on behalf of others, who have died before it attaches. */
    public static boolean actsForTheDead(FaultPoint point) {
        return FaultMatrixTest.deed(point) == Deed.ATTACH && (point.name().matches("(REAP|RECOVER|CARRY).*"));
    }

    /** Whether a process passes the point only if nobody lives in the home. */
    public static boolean needsADesertedHome(FaultPoint point) {
        return point.name().startsWith("CARRY");
    }

    /** Whether the victim reads what it has written itself, or fills a mailslot: it has no end if somebody else reads there. */
    public static boolean needsTheMailslotForItself(FaultPoint point) {
        return switch (FaultMatrixTest.deed(point)) {
            case READ, READ_RUN, ADVANCE, FILL_AFTER_A_LARGE_ONE -> true;
            default -> false;
        };
    }

    /** Has somebody die for whom the victim acts then. */
    public static void leaveTheDead(FaultPoint point, Jvms jvms) {
        switch (point) {
            case CARRY_OVER_CLEARED, CARRY_OVER_WRITTEN, CARRY_OVER_NAMED -> die(jvms, Deed.LEAVE_DURABLE, "none");
            case REAP_MUTEX_ABANDONED -> die(jvms, Deed.OWN_MUTEX, "none");
            case RECOVER_COUNTING, RECOVER_BEFORE_CLEAN ->
                die(jvms, Deed.CREATE, FaultPoint.CREATE_HANDLE_STORED.name());
            default -> leaveDeadProcess(jvms);
        }
    }

    private static void leaveDeadProcess(Jvms jvms) {
        Child dead = jvms.jvm().withName("dead").startedPlainly().start();
        dead.run(c -> c.kernel().createMailslot("left behind"));
        dead.run(c -> c.kernel().openMailslot("left behind"));
        dead.kill();
    }

    /** Has somebody die in the mailslot that is there, if the victim passes the point only for him. */
    static void leaveBefore(FaultPoint point, Jvms jvms) {
        if (point == FaultPoint.RUN_REPAIRED) {
            die(jvms, Deed.WRITE_RUN, FaultPoint.RUN_COMMITTED.name());
        }
    }

    /** Has somebody do something, and halt in the course of that. */
    static void die(Jvms jvms, Deed deed, String fault) {
        Child dead = halting(jvms, fault).startedPlainly().start(c -> Victim.perform(c, deed, Address.NONE));
        awaitHalt(dead);
    }

    /** Waits until a victim has halted, with nothing to say. */
    static void awaitHalt(Child victim) {
        assertThat(victim.awaitEnd().code()).isEqualTo(FaultPoint.HALT_STATUS);
        assertThat(victim.err()).isEmpty();
    }

    /** A victim that halts when it comes to a point. */
    static ChildSpec halting(Jvms jvms, String fault) {
        return jvms.jvm().withName("victim").withSystemProperty(FaultPoint.PROPERTY, fault);
    }

    /** A victim that stands still when it comes to a point. */
    static ChildSpec stopping(Jvms jvms, FaultPoint point) {
        return jvms.jvm().withName("victim").stopAtFaultPoint(point.name(), 1);
    }

    /** Starts a victim that acts for the dead, and stands still when it comes to a point. */
    public static Child start(FaultPoint point, Jvms jvms) {
        return start(stopping(jvms, point), point, Address.NONE);
    }

    /** Starts one whose deed leads it to a point. */
    static Child start(ChildSpec spec, FaultPoint point, Address survivor) {
        Deed deed = FaultMatrixTest.deed(point);
        return spec.startedPlainly().start(c -> Victim.perform(c, deed, survivor));
    }

    /** The same, in a home where somebody lives who may have to start it. */
    static Child start(ChildSpec spec, FaultPoint point, Address survivor, Kernel kernel) {
        Deed deed = FaultMatrixTest.deed(point);
        ChildSpec started = switch (point) {
            case CLAIM_LOCKED, CLAIM_DONE -> spec.withInheritance(Inheritance.all());
            case TICKET_USED, TICKET_HANDLE_COPIED -> below(kernel, spec);
            default -> spec.startedPlainly();
        };
        return started.start(c -> Victim.perform(c, deed, survivor));
    }

    /** Below another program, which is started as a child, and has an event to inherit. */
    private static ChildSpec below(Kernel kernel, ChildSpec spec) {
        kernel.synchronization().createEvent(EventOptions.defaults().withInheritable(true));
        return spec.withInheritance(Inheritance.all()).startedBy("sh", "-c", "\"$@\"; exit $?", "sh");
    }

    /** Kills a victim, and what it has started: it may be below another program itself. */
    static void killWithoutWaiting(Child victim) {
        List<ProcessHandle> below = victim.descendants();
        victim.expectEnd().process().destroyForcibly();
        below.forEach(ProcessHandle::destroyForcibly);
    }

    /** Makes the event for which victims wait; returns its handle. */
    static int openGate(Kernel kernel) {
        return kernel.synchronization()
                .createEvent(EventOptions.defaults()
                        .withName(Victim.GATE)
                        .withManualReset(true)
                        .withInitiallySet(true))
                .handle();
    }

    /** Makes the semaphore from which victims take; returns its handle. */
    static int freePermits(Kernel kernel) {
        return kernel.synchronization()
                .createSemaphore(SemaphoreOptions.of(3, 3).withName(Victim.PERMITS))
                .handle();
    }

    /** Takes what victims have written, and requires it to be whole. */
    static void drain(Receiver receiver) {
        for (Optional<byte[]> next = receiver.poll(); next.isPresent(); next = receiver.poll()) {
            assertThat(new String(next.get(), UTF_8).replace(Victim.LAST_MESSAGE, ""))
                    .isEmpty();
        }
    }

    /** What the victims' deeds are done to: a mailslot, which victims also write to and read from, and others. */
    public static final class Surroundings {
        private final Jvms jvms;
        private final Kernel kernel;
        private final Receiver receiver;
        private final int gate;
        private final int permits;

        public Surroundings(Jvms jvms) {
            this.jvms = jvms;
            kernel = jvms.kernel();
            receiver = kernel.createMailslot(Victim.SURVIVING_MAILSLOT, READ_LATER);
            kernel.createMailslot(Victim.BROADCAST, READ_LATER);
            gate = openGate(kernel);
            permits = freePermits(kernel);
        }

        /** Starts a victim that does something to all this, and stands still when it comes to a point. */
        public Child start(FaultPoint point) {
            leaveBefore(point, jvms);
            return Victims.start(
                    stopping(jvms, point), point, new Address(kernel.processId(), receiver.handle()), kernel);
        }

        /** Takes what victims have written, and requires it to be whole. */
        public void drain() {
            Victims.drain(receiver);
        }

        /** Uses all of it, as if nothing had happened. */
        public void use() {
            drain();
            try (var sender = kernel.openMailslot(Victim.SURVIVING_MAILSLOT)) {
                sender.write("after it".getBytes(UTF_8));
                assertThat(new String(receiver.read(), UTF_8)).isEqualTo("after it");
            }
            assertThat(kernel.waitForAll(Duration.ZERO, permits, gate).signaled())
                    .isTrue();
        }
    }

    /** How a victim ends that was not killed. */
    public static int exitCode(FaultPoint point) {
        return FaultMatrixTest.deed(point) == Deed.EXIT ? Victim.EXIT_CODE : 0;
    }

    /** The durable mailslots that a deed leaves behind by design are deleted. */
    public static void deleteDurables(Kernel kernel, Iterable<String> names) {
        names.forEach(kernel::deleteMailslot);
    }
}
