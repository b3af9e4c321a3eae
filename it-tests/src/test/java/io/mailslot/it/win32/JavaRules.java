package io.mailslot.it.win32;

import static io.mailslot.api.AccessRight.DUPLICATE_HANDLE;
import static io.mailslot.api.AccessRight.QUERY_INFORMATION;
import static io.mailslot.api.AccessRight.READ;
import static io.mailslot.api.AccessRight.SYNCHRONIZE;
import static io.mailslot.api.AccessRight.TERMINATE;
import static io.mailslot.api.AccessRight.WRITE;
import static io.mailslot.it.win32.Tag.D;
import static io.mailslot.it.win32.Tag.P;
import static io.mailslot.it.win32.Tag.R;
import static io.mailslot.it.win32.Tag.W;
import static io.mailslot.win32.Win32Constants.GENERIC_READ;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.Event;
import io.mailslot.api.EventOptions;
import io.mailslot.api.HandleFlag;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Mutex;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.ProcessObject;
import io.mailslot.api.Semaphore;
import io.mailslot.api.SemaphoreOptions;
import io.mailslot.api.WaitResult;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.it.harness.Deadline;
import java.time.Duration;
import java.util.Set;

/** Rules through the Java API that the facade's own rules leave out: handles, duplicates, processes, waits. */
final class JavaRules {
    private static final DuplicateOptions SAME = DuplicateOptions.defaults();
    private static final Set<HandleFlag> BOTH = Set.of(HandleFlag.INHERIT, HandleFlag.PROTECT_FROM_CLOSE);
    private static final int SELF = Kernel.CURRENT_PROCESS;

    private JavaRules() {}

    static void addTo(Rules rules) {
        mailslots(rules);
        flags(rules.section("11"));
        duplicates(rules.section("12"));
        closeSource(rules);
        processes(rules);
        waits(rules.section("17"));
        sync(rules.section("sync"));
    }

    private static void mailslots(Rules rules) {
        rules.section("2")
                .java(
                        W,
                        "a receiver has the rights to read and to be waited on",
                        b -> assertThat(b.kernel
                                        .createMailslot(b.name())
                                        .describe()
                                        .access())
                                .containsExactlyInAnyOrder(READ, SYNCHRONIZE));
        rules.section("3").java(P, "a sender has what was asked, and SYNCHRONIZE", b -> {
            String name = b.name();
            b.receiver(name);
            assertThat(b.kernel.openMailslot(name).describe().access()).containsExactlyInAnyOrder(WRITE, SYNCHRONIZE);
        });
        rules.section("5").java(W, "an empty message is a message", b -> {
            String name = b.name();
            int receiver = b.receiver(name);
            b.kernel.openMailslot(name).write(new byte[0]);
            assertThat(b.kernel.receiver(receiver).read()).isEmpty();
        });
        rules.section("6").java(W, "a sender tells the same as the receiver", b -> {
            String name = b.name();
            int receiver = b.receiver(name);
            b.kernel.openMailslot(name).write(new byte[3]);
            assertThat(b.kernel.sender(b.sender(name, 0)).info())
                    .isEqualTo(b.kernel.receiver(receiver).info());
        });
        rules.section("8").java(D, "the name is free at once, and old senders do not reach the new mailslot", b -> {
            String name = b.name();
            int receiver = b.receiver(name);
            int old = b.sender(name);
            b.kernel.closeHandle(receiver);
            int next = b.kernel.createMailslot(name, MailslotOptions.defaults()).handle();
            b.throwsCode(38, () -> b.kernel.sender(old).write(new byte[1]));
            assertThat(b.kernel.receiver(next).poll()).isEmpty();
        });
        rules.java(P, "a home with a handle to the device is whole", b -> {
            int device = b.sender("\\\\.\\mailslot", GENERIC_READ);
            b.duplicate(device);
            assertThat(b.kernel.describe(device).name()).isEqualTo("\\\\.\\mailslot");
            assertThat(HomeVerifier.verify(b.home.path(), Deadline.DEATH_NOTICED))
                    .isEmpty();
        });
        rules.section("13")
                .java(
                        W,
                        "-1 has every right of a created process's handle",
                        b -> assertThat(b.kernel.currentProcess().describe().access())
                                .isEqualTo(b.kernel.describe(b.process()).access()));
    }

    private static void flags(Rules rules) {
        rules.java(D, "only flags in the mask change, and they are each handle's own", b -> {
            int receiver = b.receiver();
            int duplicate = b.duplicate(receiver);
            b.kernel.setFlags(receiver, BOTH, BOTH);
            b.kernel.setFlags(receiver, Set.of(HandleFlag.INHERIT), Set.of());
            assertThat(b.kernel.describe(receiver).flags()).containsExactly(HandleFlag.PROTECT_FROM_CLOSE);
            assertThat(b.kernel.describe(duplicate).flags()).isEmpty();
        });
        rules.java(W, "flags of an invalid handle are 6", b -> {
            b.throwsCode(6, () -> b.kernel.describe(Bench.NEVER_OPEN));
            b.throwsCode(6, () -> b.kernel.setFlags(Bench.NEVER_OPEN, BOTH, BOTH));
        });
        rules.java(P, "flags of -1 are none, and setting them is 5", b -> {
            assertThat(b.kernel.describe(SELF).flags()).isEmpty();
            b.throwsCode(5, () -> b.kernel.setFlags(SELF, BOTH, BOTH));
        });
    }

    private static void duplicates(Rules rules) {
        rules.java(W, "flags are copied with the same attributes only", b -> {
            int receiver = b.receiver();
            b.kernel.setFlags(receiver, BOTH, BOTH);
            assertThat(b.kernel.describe(b.kernel.duplicate(receiver, SAME)).flags())
                    .isEmpty();
            int same = b.kernel.duplicate(receiver, SAME.withSameAttributes(true));
            assertThat(b.kernel.describe(same).flags()).isEqualTo(BOTH);
        });
        rules.java(W, "an invalid source is 6", b -> b.throwsCode(6, () -> b.kernel.duplicate(Bench.NEVER_OPEN, SAME)));
        rules.java(P, "a process that is none is 6, as source and as target", b -> {
            int receiver = b.receiver();
            b.throwsCode(6, () -> b.kernel.duplicate(receiver, receiver, SELF, SAME));
            b.throwsCode(6, () -> b.kernel.duplicate(SELF, receiver, receiver, SAME));
        });
        rules.java(D, "a process handle without the right is 5", b -> {
            int receiver = b.receiver();
            int asks = b.kernel.duplicate(b.process(), SAME.withAccess(Set.of(QUERY_INFORMATION)));
            b.throwsCode(5, () -> b.kernel.duplicate(SELF, receiver, asks, SAME));
        });
        rules.java(R, "a process that has ended is 5", b -> {
            int receiver = b.receiver();
            int ended = b.ended(0);
            b.throwsCode(5, () -> b.kernel.duplicate(SELF, receiver, ended, SAME));
        });
        rules.java(W, "-1 becomes a real handle with every right and no flag", b -> {
            int real = b.kernel.duplicate(SELF, SAME.withSameAttributes(true).withInheritable(true));
            assertThat(real).isPositive();
            assertThat(b.kernel.describe(real).flags()).isEmpty();
            assertThat(b.kernel.describe(real).access()).contains(DUPLICATE_HANDLE, TERMINATE, SYNCHRONIZE);
        });
        rules.java(D, "-1 of another process is that process", b -> {
            int real = b.kernel.duplicate(b.process(), SELF, SELF, SAME);
            assertThat(b.kernel.process(real).processId()).isEqualTo(b.child().pid());
        });
    }

    private static void closeSource(Rules rules) {
        DuplicateOptions closing = SAME.withCloseSource(true);
        rules.java(W, "within one process a closed source hands its number on", b -> {
            int lower = b.receiver();
            int receiver = b.receiver();
            b.kernel.closeHandle(lower);
            assertThat(b.kernel.duplicate(receiver, closing)).isEqualTo(receiver);
            assertThat(b.usageCount(receiver)).isEqualTo(1);
        });
        rules.java(W, "a protected source stays open", b -> {
            int receiver = b.receiver();
            b.kernel.setFlags(receiver, BOTH, BOTH);
            assertThat(b.kernel.duplicate(receiver, closing)).isNotEqualTo(receiver);
            assertThat(b.usageCount(receiver)).isEqualTo(2);
        });
        rules.java(D, "a source is closed although the duplication fails", b -> {
            int receiver = b.receiver();
            b.throwsCode(5, () -> b.kernel.duplicate(receiver, closing.withAccess(Set.of(WRITE))));
            b.throwsCode(6, () -> b.kernel.describe(receiver));
        });
        rules.java(D, "a handle in another process can be closed", b -> {
            int theirs = b.child().create(b.name());
            b.kernel.closeHandleIn(b.process(), theirs);
            b.child().failsToClose(6, theirs);
        });
    }

    private static void processes(Rules rules) {
        rules.section("15")
                .java(
                        W,
                        "an unknown pid is 87",
                        b -> b.throwsCode(
                                87, () -> b.kernel.openProcess(0x7FFF_FFF0, ObjectOpenOptions.of(SYNCHRONIZE))));
        rules.java(
                D,
                "an opened process has what was asked, and nothing more",
                b -> assertThat(b.kernel
                                .openProcess(b.child().pid(), ObjectOpenOptions.of(TERMINATE))
                                .describe()
                                .access())
                        .containsExactlyInAnyOrder(TERMINATE));
        rules.section("16").java(D, "without the right a process cannot be asked or ended: 5", b -> {
            ProcessObject process = b.kernel.openProcess(b.child().pid(), ObjectOpenOptions.of(SYNCHRONIZE));
            b.throwsCode(5, process::exitCode);
            b.throwsCode(5, () -> process.terminate(1));
        });
    }

    private static void waits(Rules rules) {
        rules.java(W, "a wait for any takes the lowest that is signaled, and no other", b -> {
            Event off = event(b, false);
            Event first = event(b, true);
            Event second = event(b, true);
            int[] all = {off.handle(), first.handle(), second.handle()};
            assertThat(b.kernel.waitForAny(Duration.ZERO, all).index()).isEqualTo(1);
            assertThat(b.kernel.waitForAny(Duration.ZERO, all).index()).isEqualTo(2);
            assertThat(b.kernel.waitForAny(Duration.ZERO, all)).isEqualTo(WaitResult.TIMED_OUT);
        });
        rules.java(D, "a wait for all takes nothing before all are signaled", b -> {
            Event one = event(b, true);
            Event other = event(b, false);
            assertThat(b.kernel.waitForAll(Duration.ZERO, one.handle(), other.handle()))
                    .isEqualTo(WaitResult.TIMED_OUT);
            assertThat(b.kernel.waitFor(Duration.ZERO, one.handle()).signaled()).isTrue();
        });
        rules.java(W, "an invalid handle is 6, alone and among others", b -> {
            b.throwsCode(6, () -> b.kernel.waitFor(Duration.ZERO, Bench.NEVER_OPEN));
            int event = event(b, true).handle();
            b.throwsCode(6, () -> b.kernel.waitForAny(Duration.ZERO, event, Bench.NEVER_OPEN));
        });
    }

    /** Of automatic reset. */
    private static Event event(Bench b, boolean set) {
        return b.kernel.synchronization().createEvent(EventOptions.defaults().withInitiallySet(set));
    }

    private static void sync(Rules rules) {
        rules.java(D, "a semaphore does not count over its maximum: 298", b -> {
            Semaphore semaphore = b.kernel.synchronization().createSemaphore(SemaphoreOptions.of(1, 2));
            assertThat(semaphore.release(1)).isEqualTo(1);
            b.throwsCode(298, () -> semaphore.release(1));
            b.throwsCode(87, () -> semaphore.release(0));
        });
        rules.java(D, "a mutex that the thread does not own is 288", b -> {
            Mutex mutex = b.kernel.synchronization().createMutex(MutexOptions.defaults());
            b.throwsCode(288, mutex::release);
        });
        rules.java(D, "create of a name that exists opens it; another type of that name is 6", b -> {
            b.kernel.synchronization().createEvent(EventOptions.defaults().withName("java"));
            assertThat(b.kernel
                            .synchronization()
                            .createEvent(EventOptions.defaults().withName("java"))
                            .existed())
                    .isTrue();
            b.throwsCode(
                    6,
                    () -> b.kernel
                            .synchronization()
                            .createMutex(MutexOptions.defaults().withName("java")));
            b.throwsCode(2, () -> b.kernel.synchronization().openEvent("none", ObjectOpenOptions.of(SYNCHRONIZE)));
        });
    }
}
