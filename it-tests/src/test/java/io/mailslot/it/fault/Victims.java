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
import io.mailslot.it.fault.Victim.Deed;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.TestHome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Processes that come to a fault point, for tests that do something else to them there than to have them die. */
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
    public static void leaveTheDead(FaultPoint point, TestHome home) {
        switch (point) {
            case CARRY_OVER_CLEARED, CARRY_OVER_WRITTEN, CARRY_OVER_NAMED ->
                FaultMatrixTest.leave(Deed.LEAVE_DURABLE, "none", home);
            case REAP_MUTEX_ABANDONED -> FaultMatrixTest.leave(Deed.OWN_MUTEX, "none", home);
            case RECOVER_COUNTING, RECOVER_BEFORE_CLEAN ->
                FaultMatrixTest.leave(Deed.CREATE, FaultPoint.CREATE_HANDLE_STORED.name(), home);
            default -> FaultMatrixTest.leaveDeadProcess(home);
        }
    }

    /** Has somebody die in the mailslot that is there, if the victim passes the point only for him. */
    static void leaveBefore(FaultPoint point, TestHome home) {
        if (point == FaultPoint.RUN_REPAIRED) {
            FaultMatrixTest.leave(Deed.WRITE_RUN, FaultPoint.RUN_COMMITTED.name(), home);
        }
    }

    /** Starts a victim that acts for the dead. */
    public static ChildJvm start(FaultPoint point, String fault, TestHome home) {
        return home.start(FaultMatrixTest.command(FaultMatrixTest.deed(point), fault, ""));
    }

    /** Starts a victim below another program, which was started as a child, and has an event to inherit. */
    static ChildJvm createBelow(TestHome home, Kernel kernel, ProcessBuilder builder) {
        kernel.synchronization().createEvent(EventOptions.defaults().withInheritable(true));
        List<String> command = new ArrayList<>(List.of("sh", "-c", "\"$@\"; exit $?", "sh"));
        command.addAll(builder.command());
        return home.create(kernel, builder.command(command), Inheritance.all());
    }

    /** Kills a victim, and what it has started: it may be below another program itself. */
    static void killWithoutWaiting(ChildJvm victim) {
        List<ProcessHandle> below = victim.process().descendants().toList();
        victim.killWithoutWaiting();
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
        private final TestHome home;
        private final Kernel kernel;
        private final Receiver receiver;
        private final int gate;
        private final int permits;

        public Surroundings(TestHome home) {
            this.home = home;
            kernel = home.attach();
            receiver = kernel.createMailslot(Victim.SURVIVING_MAILSLOT, READ_LATER);
            kernel.createMailslot(Victim.BROADCAST, READ_LATER);
            gate = openGate(kernel);
            permits = freePermits(kernel);
        }

        /** Starts a victim that does something to all this. */
        public ChildJvm start(FaultPoint point, String fault) {
            leaveBefore(point, home);
            ProcessBuilder builder = FaultMatrixTest.command(
                    FaultMatrixTest.deed(point), fault, kernel.processId() + ":" + receiver.handle());
            return switch (point) {
                case CLAIM_LOCKED, CLAIM_DONE -> home.create(kernel, builder, Inheritance.all());
                case TICKET_USED, TICKET_HANDLE_COPIED -> createBelow(home, kernel, builder);
                default -> home.start(builder);
            };
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
