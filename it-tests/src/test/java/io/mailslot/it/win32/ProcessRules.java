package io.mailslot.it.win32;

import static io.mailslot.it.win32.Bench.INHERIT;
import static io.mailslot.it.win32.Tag.D;
import static io.mailslot.it.win32.Tag.P;
import static io.mailslot.it.win32.Tag.R;
import static io.mailslot.it.win32.Tag.W;
import static io.mailslot.it.win32.Tag.X;
import static io.mailslot.win32.Win32Constants.GENERIC_WRITE;
import static io.mailslot.win32.Win32Constants.PROCESS_ALL_ACCESS;
import static io.mailslot.win32.Win32Constants.PROCESS_QUERY_INFORMATION;
import static io.mailslot.win32.Win32Constants.PROCESS_QUERY_LIMITED_INFORMATION;
import static io.mailslot.win32.Win32Constants.SYNCHRONIZE;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.HandleFlag;
import io.mailslot.api.HandleInfo;
import io.mailslot.api.Inheritance;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.ProcessObject;
import io.mailslot.it.harness.Deadline;
import io.mailslot.testkit.Child;
import io.mailslot.win32.IntRef;
import io.mailslot.win32.ProcessInformation;
import io.mailslot.win32.Win32;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Sections 14 to 16: CreateProcess and inheritance, OpenProcess, exit codes. */
final class ProcessRules {
    /** Programs that others start at that moment may be taken for heirs of the program; but not each time. */
    private static final int MOST_TRIES = 10;

    private ProcessRules() {}

    static void addTo(Rules rules) {
        inheritance(rules.section("14"));
        create(rules);
        open(rules.section("15"));
        exitCodes(rules.section("16"));
        termination(rules);
    }

    private static ProcessBuilder sleeper() {
        return new ProcessBuilder("sleep", "60");
    }

    private static ProcessInformation create(Bench b, boolean inherit, int... list) {
        ProcessInformation made = new ProcessInformation();
        b.ok(() -> b.win.createProcess(sleeper(), null, inherit, list, made));
        return made;
    }

    /**
     * How many more users an object has with a child than without. What a program has inherited may go a moment after its end, when
     * it is sure that nothing below it carries that on: another program that is just being started may be taken for one.
     */
    private static int passedOn(Bench b, int handle, boolean inherit, int... list) {
        int[] all = list == null
                ? new int[] {handle}
                : IntStream.concat(IntStream.of(handle), IntStream.of(list)).toArray();
        int[] before = IntStream.of(all).map(b::usageCount).toArray();
        ProcessInformation made = create(b, inherit, list);
        int added = b.usageCount(handle) - before[0];
        b.ok(() -> b.win.terminateProcess(made.process, 0));
        b.waits(0, () -> b.win.waitForSingleObject(made.process, 30_000));
        Deadline.await("what the child has inherited has gone")
                .until(() -> Arrays.equals(IntStream.of(all).map(b::usageCount).toArray(), before));
        return added;
    }

    private static void inheritance(Rules rules) {
        rules.win32(
                D,
                "without bInheritHandles nothing is inherited",
                b -> assertThat(passedOn(b, inheritable(b), false, (int[]) null))
                        .isZero());
        rules.win32(D, "with it what is inheritable is, and nothing else", b -> {
            assertThat(passedOn(b, inheritable(b), true, (int[]) null)).isEqualTo(1);
            assertThat(passedOn(b, b.receiver(), true, (int[]) null)).isZero();
        });
        rules.win32(W, "what an ended program had has gone by when its end is told", b -> {
            int handle = inheritable(b);
            boolean atOnce = false;
            for (int tries = 0; tries < MOST_TRIES && !atOnce; tries++) {
                ProcessInformation made = create(b, true, handle);
                b.ok(() -> b.win.terminateProcess(made.process, 0));
                b.waits(0, () -> b.win.waitForSingleObject(made.process, 30_000));
                atOnce = b.usageCount(handle) == 1;
                Deadline.await("it has gone").until(() -> b.usageCount(handle) == 1);
            }
            assertThat(atOnce).isTrue();
        });
        rules.win32(W, "a handle list lets only those through", b -> {
            int one = inheritable(b);
            int other = inheritable(b);
            assertThat(passedOn(b, one, true, one)).isEqualTo(1);
            assertThat(passedOn(b, other, true, one)).isZero();
            assertThat(passedOn(b, one, true)).isZero();
        });
        rules.win32(W, "a child has the same number, rights, flags and object; a grandchild can inherit again", b -> {
            String name = b.name();
            int receiver = b.receiver(name);
            int sender = b.created(() -> b.win.createFile(name, GENERIC_WRITE, 3, INHERIT, 3, 0, 0));
            b.ok(() -> b.win.setHandleInformation(sender, 2, 2));
            Child child = b.jvms.jvm().withInheritance(Inheritance.all()).start();
            child.run(c -> c.kernel());
            b.duplicate(sender);
            int later = b.created(() -> b.win.createFile(name, GENERIC_WRITE, 3, INHERIT, 3, 0, 0));
            assertThat(child.<HashSet<Integer>>call(c -> handles(c.kernel())))
                    .contains(sender)
                    .doesNotContain(later);
            assertThat(child.<EnumSet<HandleFlag>>call(
                            c -> EnumSet.copyOf(c.kernel().describe(sender).flags())))
                    .containsExactly(HandleFlag.INHERIT, HandleFlag.PROTECT_FROM_CLOSE);
            assertThat(child.<EnumSet<AccessRight>>call(
                            c -> EnumSet.copyOf(c.kernel().describe(sender).access())))
                    .containsExactlyInAnyOrder(AccessRight.SYNCHRONIZE, AccessRight.WRITE);
            long object = child.call(c -> c.kernel().describe(sender).objectId());
            assertThat(object).isEqualTo(b.kernel.describe(sender).objectId());
            Child grandchild = b.jvms.jvm()
                    .startedBy(child)
                    .withInheritance(Inheritance.all())
                    .start();
            grandchild.run(c -> c.kernel().sender(sender).write("from afar"));
            assertThat(b.read(receiver)).isEqualTo("from afar");
        });
        rules.win32(D, "a handle flagged by SetHandleInformation is inheritable", b -> {
            int receiver = b.receiver();
            b.ok(() -> b.win.setHandleInformation(receiver, 1, 1));
            assertThat(passedOn(b, receiver, true, (int[]) null)).isEqualTo(1);
        });
        rules.win32(D, "a handle list without bInheritHandles is 87", b -> createFails(b, 87, false, inheritable(b)));
        rules.win32(P, "a handle list with what is not inheritable is 87", b -> createFails(b, 87, true, b.receiver()));
        rules.win32(P, "a handle list with an unknown handle is 87", b -> createFails(b, 87, true, Bench.NEVER_OPEN));
        rules.win32(P, "a handle list with the pseudo handle is 87", b -> createFails(b, 87, true, -1));
        rules.java(
                P,
                "a handle list with what is not inheritable is 87",
                b -> b.throwsCode(87, () -> b.kernel.createProcess(sleeper(), Inheritance.only(b.receiver()))));
        rules.java(
                P,
                "a handle list with the pseudo handle is 87",
                b -> b.throwsCode(87, () -> b.kernel.createProcess(sleeper(), Inheritance.only(-1))));
    }

    private static HashSet<Integer> handles(Kernel kernel) {
        return kernel.handles().stream().map(HandleInfo::handle).collect(Collectors.toCollection(HashSet::new));
    }

    private static int inheritable(Bench b) {
        return b.created(() -> b.win.createMailslot(b.name(), 0, 0, INHERIT));
    }

    private static void createFails(Bench b, int code, boolean inherit, int... list) {
        ProcessInformation made = new ProcessInformation();
        made.process = 77;
        int before = b.kernel.handles().size();
        b.fails(code, () -> b.win.createProcess(sleeper(), null, inherit, list, made));
        assertThat(made.process).isEqualTo(77);
        assertThat(made.child).isNull();
        assertThat(b.kernel.handles()).hasSize(before);
    }

    private static void create(Rules rules) {
        rules.win32(D, "the child's handle has full access, and no flag without attributes", b -> {
            ProcessInformation made = create(b, false, (int[]) null);
            assertThat(b.flags(made.process)).isZero();
            assertThat(made.processId).isEqualTo((int) made.child.pid());
            assertThat(b.kernel.describe(made.process).access())
                    .isEqualTo(b.kernel.currentProcess().describe().access());
            b.ok(() -> b.win.terminateProcess(made.process, 0));
        });
        rules.win32(D, "with attributes that say so it is inheritable", b -> {
            ProcessInformation made = new ProcessInformation();
            b.ok(() -> b.win.createProcess(new ProcessBuilder("true"), INHERIT, false, null, made));
            assertThat(b.flags(made.process)).isEqualTo(1);
        });
        rules.win32(P, "a missing image is 2, and leaves nothing", b -> {
            int before = b.kernel.handles().size();
            b.fails(
                    2,
                    () -> b.win.createProcess(
                            new ProcessBuilder("/no/such/program"), null, false, null, new ProcessInformation()));
            assertThat(b.kernel.handles()).hasSize(before);
        });
        rules.java(
                P,
                "a missing image is 2",
                b -> b.throwsCode(
                        2, () -> b.kernel.createProcess(new ProcessBuilder("/no/such/program"), Inheritance.none())));
        rules.win32(
                P,
                "a null where the child goes is 998",
                b -> b.fails(998, () -> b.win.createProcess(sleeper(), null, false, null, null)));
    }

    private static void open(Rules rules) {
        rules.win32(
                D,
                "pid 0 is 87, and the result NULL",
                b -> b.failsNull(87, () -> b.win.openProcess(PROCESS_ALL_ACCESS, false, 0)));
        rules.win32(
                W,
                "an unknown pid is 87",
                b -> b.failsNull(87, () -> b.win.openProcess(PROCESS_ALL_ACCESS, false, 0x7FFF_FFF0)));
        rules.win32(
                W,
                "access 0 is 5",
                b -> b.failsNull(5, () -> b.win.openProcess(0, false, b.child().pid())));
        rules.win32(
                P,
                "a pid that never attached is 87",
                b -> b.failsNull(87, () -> b.win.openProcess(PROCESS_ALL_ACCESS, false, 1)));
        rules.java(
                W,
                "pid 0 is 87",
                b -> b.throwsCode(87, () -> b.kernel.openProcess(0, ObjectOpenOptions.of(AccessRight.SYNCHRONIZE))));
        rules.java(
                W,
                "no access is 5",
                b -> b.throwsCode(5, () -> b.kernel.openProcess(b.child().pid(), ObjectOpenOptions.of())));
        rules.win32(D, "PROCESS_QUERY_INFORMATION includes the limited one, and the other way round here", b -> {
            for (int access : new int[] {PROCESS_QUERY_INFORMATION, PROCESS_QUERY_LIMITED_INFORMATION}) {
                int process = b.created(
                        () -> b.win.openProcess(access, false, b.child().pid()));
                b.ok(() -> b.win.getExitCodeProcess(process, new IntRef()));
                b.fails(5, () -> b.win.terminateProcess(process, 1));
            }
        });
        rules.win32(D, "what was not asked for is not granted: without SYNCHRONIZE any wait is 5", b -> {
            int event = b.created(() -> b.win.createEvent(null, true, true, null));
            int process = b.created(() -> b.win.openProcess(
                    PROCESS_QUERY_INFORMATION, false, b.child().pid()));
            int[] both = {event, process};
            b.failsWait(5, () -> b.win.waitForSingleObject(process, 0));
            b.failsWait(5, () -> b.win.waitForMultipleObjects(2, both, false, 0));
            b.failsWait(5, () -> b.win.waitForMultipleObjects(2, both, true, 0));
        });
        rules.java(D, "what was not asked for is not granted: without SYNCHRONIZE any wait is 5", b -> {
            ProcessObject process = b.kernel.openProcess(b.child().pid(), ObjectOpenOptions.of(AccessRight.TERMINATE));
            b.throwsCode(5, () -> process.waitForEnd(Duration.ZERO));
            b.throwsCode(5, () -> b.kernel.waitFor(Duration.ZERO, process.handle()));
            b.throwsCode(5, () -> b.kernel.waitForAny(Duration.ZERO, process.handle()));
        });
        rules.win32(D, "the inherit argument sets the flag", b -> {
            int process = b.created(
                    () -> b.win.openProcess(SYNCHRONIZE, true, b.child().pid()));
            assertThat(b.flags(process)).isEqualTo(1);
        });
        rules.win32(D, "a process that has ended opens while somebody has a handle to it, then no more: 87", b -> {
            Child dead = attached(b);
            int pid = (int) dead.pid();
            int process = b.created(() -> b.win.openProcess(PROCESS_ALL_ACCESS, false, pid));
            dead.kill();
            b.waits(0, () -> b.win.waitForSingleObject(process, 30_000));
            int second = b.created(() -> b.win.openProcess(PROCESS_ALL_ACCESS, false, pid));
            b.ok(() -> b.win.closeHandle(process));
            b.ok(() -> b.win.closeHandle(second));
            b.failsNull(87, () -> b.win.openProcess(PROCESS_ALL_ACCESS, false, pid));
        });
        rules.win32(D, "another process can open this one", b -> {
            int self = b.win.getCurrentProcessId();
            int process = b.child().call(win -> win.openProcess(PROCESS_QUERY_INFORMATION, false, self));
            assertThat(b.child().out((win, out) -> win.getExitCodeProcess(process, out)))
                    .isEqualTo(259);
            b.child().close(process);
        });
    }

    private static Child attached(Bench b) {
        Child stranger = b.stranger();
        stranger.run(c -> c.kernel());
        return stranger;
    }

    private static int exitCode(Bench b, int process) {
        IntRef code = new IntRef(-77);
        b.ok(() -> b.win.getExitCodeProcess(process, code));
        return code.value;
    }

    private static void exitCodes(Rules rules) {
        rules.win32(
                D,
                "a process that runs has the exit code 259",
                b -> assertThat(exitCode(b, b.process())).isEqualTo(259));
        rules.win32(
                D,
                "afterwards it is what the program ended with",
                b -> assertThat(exitCode(b, b.ended(7))).isEqualTo(7));
        rules.win32(D, "a process that ends with 259 looks alive, but the wait does not lie", b -> {
            int process = started(b);
            b.ok(() -> b.win.terminateProcess(process, 259));
            b.waits(0, () -> b.win.waitForSingleObject(process, 30_000));
            assertThat(exitCode(b, process)).isEqualTo(259);
        });
        rules.win32(D, "ExitProcess gives all 32 bits", b -> {
            Child child = b.jvms.start(c -> new Win32(c.kernel()).exitProcess(123_456_789));
            int process = child.object().handle();
            b.waits(0, () -> b.win.waitForSingleObject(process, 30_000));
            assertThat(exitCode(b, process)).isEqualTo(123_456_789);
            assertThat(child.awaitEnd().code()).isEqualTo(123_456_789 & 0xFF);
        });
        for (int handle : new int[] {0, Bench.NEVER_OPEN}) {
            rules.win32(W, "the exit code of the invalid handle " + handle + " is 6", b -> {
                IntRef code = new IntRef(77);
                b.fails(6, () -> b.win.getExitCodeProcess(handle, code));
                assertThat(code.value).isEqualTo(77);
            });
        }
        rules.win32(D, "the exit code without the right is 5", b -> {
            int process = b.created(
                    () -> b.win.openProcess(SYNCHRONIZE, false, b.child().pid()));
            b.fails(5, () -> b.win.getExitCodeProcess(process, new IntRef()));
        });
        rules.java(D, "the exit code is empty before the end, and known after the wait", b -> {
            assertThat(b.kernel.process(b.process()).exitCode()).isEmpty();
            assertThat(b.kernel.process(b.ended(9)).exitCode()).hasValue(9);
        });
    }

    private static int started(Bench b) {
        return create(b, false, (int[]) null).process;
    }

    private static void termination(Rules rules) {
        for (int code : new int[] {0, 1, -1, 0xC000_0005}) {
            rules.win32(R, "TerminateProcess sets the exit code " + code + " as it is", b -> {
                int process = started(b);
                b.ok(() -> b.win.terminateProcess(process, code));
                b.waits(0, () -> b.win.waitForSingleObject(process, 30_000));
                assertThat(exitCode(b, process)).isEqualTo(code);
            });
        }
        rules.win32(D, "of a process that has ended it is 5, and the exit code stays", b -> {
            int process = b.ended(3);
            b.fails(5, () -> b.win.terminateProcess(process, 4));
            assertThat(exitCode(b, process)).isEqualTo(3);
        });
        rules.java(D, "of a process that has ended it is 5", b -> {
            ProcessObject process = b.kernel.process(b.ended(3));
            b.throwsCode(5, () -> process.terminate(4));
        });
        rules.win32(D, "without the right it is 5", b -> {
            int process = b.created(() -> b.win.openProcess(
                    PROCESS_QUERY_INFORMATION, false, b.child().pid()));
            b.fails(5, () -> b.win.terminateProcess(process, 1));
        });
        rules.win32(X, "protect does not keep the end of a process from closing a handle", b -> {
            String name = b.name();
            Child owner = b.stranger();
            owner.run(c -> c.kernel()
                    .createMailslot(name)
                    .setFlags(EnumSet.of(HandleFlag.PROTECT_FROM_CLOSE), EnumSet.of(HandleFlag.PROTECT_FROM_CLOSE)));
            int process = b.created(() -> b.win.openProcess(PROCESS_ALL_ACCESS, false, (int) owner.pid()));
            owner.kill();
            b.waits(0, () -> b.win.waitForSingleObject(process, 30_000));
            b.receiver(name);
        });
        rules.win32(D, "handles are closed and the exit code is set before the process is signaled", b -> {
            String name = b.name();
            int receiver = b.created(() -> b.win.createMailslot(name, 0, 0, INHERIT));
            boolean before = false;
            for (int tries = 0; tries < MOST_TRIES && !before; tries++) {
                ProcessInformation made = create(b, true, receiver);
                assertThat(b.usageCount(receiver)).isEqualTo(2);
                b.ok(() -> b.win.terminateProcess(made.process, 5));
                b.waits(0, () -> b.win.waitForSingleObject(made.process, 30_000));
                before = b.usageCount(receiver) == 1;
                assertThat(exitCode(b, made.process)).isEqualTo(5);
                Deadline.await("they are closed").until(() -> b.usageCount(receiver) == 1);
            }
            assertThat(before).isTrue();
        });
    }
}
