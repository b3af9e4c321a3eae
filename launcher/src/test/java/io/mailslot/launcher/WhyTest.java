package io.mailslot.launcher;

import static io.mailslot.launcher.CraftedSnapshot.handle;
import static io.mailslot.launcher.CraftedSnapshot.hex;
import static io.mailslot.launcher.CraftedSnapshot.receiverOf;
import static io.mailslot.launcher.CraftedSnapshot.waiting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code why} makes of snapshots. */
class WhyTest {
    private static final long ORDERS = 0x10;
    private static final long READY = 0x20;
    private static final long FIRST = 0x30;
    private static final long SECOND = 0x31;
    private static final long PARENT = 0x1001;
    private static final long CHILD = 0x1002;
    private static final String DEADLOCK = "closes the circle";

    @TempDir
    private Path folder;

    private String why(CraftedSnapshot snapshot, String wanted) {
        CommandRun run =
                CommandRun.of("why", wanted, "--from", snapshot.in(folder).toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.out();
    }

    @Test
    void shouldNotCallAReaderWithoutMessagesADeadlock() {
        CraftedSnapshot idle = new CraftedSnapshot()
                .mailslot(ORDERS, "orders", 0)
                .object(0x40, "sender", "orders", "mailslot", "0x10")
                .process(
                        1,
                        PARENT,
                        List.of(waiting(7, receiverOf(ORDERS))),
                        List.of(
                                handle(4, "receiver", receiverOf(ORDERS), "orders"),
                                handle(8, "sender", 0x40, "orders")));

        assertThat(why(idle, "orders"))
                .contains("its thread 7 waits for the next message\n")
                .doesNotContain(DEADLOCK, "that is orders", "as told above\n  ");
    }

    @Test
    void shouldNotCallAnEventADeadlockThatAnotherThreadMaySet() {
        CraftedSnapshot waits = new CraftedSnapshot()
                .object(READY, "event", "ready")
                .process(1, PARENT, List.of(waiting(7, READY)), List.of(handle(4, "event", READY, "ready")));

        assertThat(why(waits, "ready"))
                .contains("that is event ready, as told above")
                .doesNotContain(DEADLOCK);
        assertThat(why(waits, "1")).contains("that is process 1, as told above").doesNotContain(DEADLOCK);
    }

    /** Of whom nobody is a root. */
    @Test
    void shouldDrawEachProcessOfACircleOnce() {
        CraftedSnapshot circle = new CraftedSnapshot()
                .process(7, 0x1007, List.of(), List.of())
                .process(1, PARENT, List.of(), List.of(), "parent", 2, "parentObject", "0x1002")
                .process(2, CHILD, List.of(), List.of(), "parent", 1, "parentObject", "0x1001")
                .process(3, 0x1003, List.of(), List.of(), "parent", 2, "parentObject", "0x1002");

        CommandRun tree = CommandRun.of("tree", "--from", circle.in(folder).toString());

        assertThat(tree.out()).isEqualTo("7 -\n1 -\n└─ 2 -\n   └─ 3 -\n");
    }

    @Test
    void shouldNameSomeOfManyHolders() {
        List<Map<String, Object>> handles = IntStream.rangeClosed(1, 1_000)
                .mapToObj(i -> handle(4 * i, "event", READY, "ready"))
                .toList();
        CraftedSnapshot many =
                new CraftedSnapshot().object(READY, "event", "ready").process(1, PARENT, List.of(), handles);

        assertThat(why(many, "ready")).contains("only 1:4 (-), ", "1:32 (-) and 992 others may set it");
    }

    /** As many as a home can have. */
    @Test
    void shouldComeToAnEndWhereAThousandWaitForEachOther() {
        CraftedSnapshot chain = new CraftedSnapshot();
        for (int i = 0; i < 1024; i++) {
            long mutex = 0x10000 + i;
            long process = 0x20000 + i;
            chain.object(mutex, "mutex", "m" + i, "ownerPid", i + 1, "ownerObject", hex(process), "ownerThread", 1)
                    .process(
                            i + 1,
                            process,
                            List.of(waiting(1, mutex + 1)),
                            List.of(handle(4, "mutex", mutex, "m" + i)));
        }

        assertThat(why(chain, "m0")).contains("and so on, with mutex m100: ask why of that");
        assertThat(why(chain, "m1023")).contains("thread 1 of process 1024");
    }

    /** Not its holders, who only wait, too. */
    @Test
    void shouldFollowTheChildWhoseEndIsWaitedFor() {
        CraftedSnapshot waits = new CraftedSnapshot()
                .object(READY, "event", "ready")
                .process(1, PARENT, List.of(waiting(7, CHILD)), List.of(handle(4, "process", CHILD, "2")))
                .process(2, CHILD, List.of(waiting(9, READY)), List.of(handle(4, "event", READY, "ready")));

        assertThat(why(waits, "1"))
                .contains(
                        "its thread 7 waits for process 2", "process 2 (-) lives", "its thread 9 waits for event ready")
                .doesNotContain(DEADLOCK);
    }

    @Test
    void shouldCountSendersThatAreBoundToTheName() {
        CraftedSnapshot bound = new CraftedSnapshot()
                .mailslot(ORDERS, "orders", 0)
                .object(0x40, "sender", "Orders")
                .object(0x41, "sender", "others")
                .object(0x42, "sender", "\\\\.\\mailslot")
                .process(
                        1,
                        PARENT,
                        List.of(waiting(7, receiverOf(ORDERS))),
                        List.of(handle(8, "sender", 0x40, "Orders")))
                .process(
                        2,
                        CHILD,
                        List.of(),
                        List.of(handle(4, "sender", 0x41, "others"), handle(8, "sender", 0x42, "x")));

        assertThat(why(bound, "orders")).contains("its receivers wait for messages; 1:8 (-) can send");
    }

    @Test
    void shouldNotSayThatReceiversWaitWhereNoneDoes() {
        CraftedSnapshot awake = new CraftedSnapshot()
                .mailslot(ORDERS, "orders", 0)
                .mailslot(0x11, "left", 0, "ends", List.of())
                .process(1, PARENT, List.of(), List.of(handle(4, "receiver", receiverOf(ORDERS), "orders")));

        assertThat(why(awake, "orders")).contains("no receiver sleeps for messages, and nobody has it open to send");
        assertThat(why(awake, "left")).contains("it has no receiver, and nobody has it open to send");
    }

    private static CraftedSnapshot twoMutexes(List<Map<String, Object>> waitsOfSecond) {
        return new CraftedSnapshot()
                .object(FIRST, "mutex", "first", "ownerPid", 1, "ownerThread", 7)
                .object(SECOND, "mutex", "second", "ownerPid", 2, "ownerThread", 9)
                .object(READY, "event", "ready")
                .process(1, PARENT, List.of(waiting(7, SECOND)), List.of())
                .process(2, CHILD, waitsOfSecond, List.of());
    }

    @Test
    void shouldCallTwoMutexesADeadlockWhoseOwnersWaitForNothingElse() {
        assertThat(why(twoMutexes(List.of(waiting(9, FIRST))), "first"))
                .contains("that is mutex first, which " + DEADLOCK);
        assertThat(why(twoMutexes(List.of(waiting(9, FIRST))), "1"))
                .contains("that is mutex second, which " + DEADLOCK);
        assertThat(why(twoMutexes(List.of(waiting(9, FIRST), waiting(9, READY))), "first"))
                .contains("that is mutex first, as told above")
                .doesNotContain(DEADLOCK);
    }

    /** As two containers have them: each of its own numbers from 1 up. */
    @Test
    void shouldNameTheOwnerAmongProcessesWithTheSameId() {
        CraftedSnapshot containers = new CraftedSnapshot()
                .object(FIRST, "mutex", "first", "ownerPid", 1, "ownerObject", "0x1002", "ownerThread", 7)
                .process(1, PARENT, List.of(), List.of(), "command", List.of("wrong"))
                .process(1, CHILD, List.of(), List.of(), "command", List.of("right"))
                .process(
                        2,
                        0x1003,
                        List.of(),
                        List.of(),
                        "parent",
                        1,
                        "parentObject",
                        "0x1002",
                        "command",
                        List.of("child"));

        assertThat(why(containers, "first"))
                .contains("thread 7 of process 1 (right)")
                .doesNotContain("wrong");
        assertThat(why(containers, "1")).containsOnlyOnce("it owns mutex first");
        CommandRun tree = CommandRun.of("tree", "--from", containers.in(folder).toString());
        assertThat(tree.out()).isEqualTo("1 wrong\n1 right\n└─ 2 child\n");
    }

    @Test
    void shouldCountTheHandlesOfProcessesWithTheSameId() {
        List<?> one = List.of(handle(4, "event", READY, "ready"));
        CraftedSnapshot containers = new CraftedSnapshot()
                .object(READY, "event", "ready")
                .process(1, PARENT, List.of(), one)
                .process(1, CHILD, List.of(), one);

        CommandRun run = CommandRun.of(
                "handles",
                "--summary",
                "--no-header",
                "--from",
                containers.in(folder).toString());

        assertThat(run.out().lines()).hasSize(2);
    }

    /** As a snapshot has it that was written before process objects were told. */
    @Test
    void shouldFindTheOwnerByItsIdWhereThereIsNoMore() {
        assertThat(why(twoMutexes(List.of()), "first")).contains("thread 7 of process 1 (-)");
    }

    private static CraftedSnapshot unread() {
        return new CraftedSnapshot()
                .with("home", "/srv/two words")
                .mailslot(ORDERS, "orders", 0)
                .object(FIRST, "mutex", "first", "ownerPid", 1, "ownerThread", 7)
                .process(1, PARENT, List.of(), List.of(), "osState", "ended")
                .object(SECOND, "mutex", "second", "ownerPid", 2, "ownerThread", 7)
                .process(2, CHILD, List.of(), List.of(), "osState", "stopped");
    }

    @Test
    void shouldAdviseForTheHomeOfTheSnapshot() throws IOException {
        String boot =
                Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).trim();

        assertThat(why(unread().with("bootId", boot), "orders"))
                .contains("mailslot send --home '/srv/two words' orders TEXT");
        assertThat(why(unread().with("bootId", boot), "first")).contains("mailslot gc --home '/srv/two words'");
        assertThat(why(unread().with("bootId", boot), "second")).contains("kill -CONT 2");
    }

    @Test
    void shouldAdviseNothingThatWouldReachOthersInAnotherBoot() {
        for (String wanted : List.of("orders", "first", "second")) {
            assertThat(why(unread(), wanted))
                    .contains("of another boot, or another machine")
                    .doesNotContain("mailslot ", "kill");
        }
    }

    /** Each stage reads what the one before sends, and waits until the next one is ready, with eight threads for each. */
    @Test
    void shouldSayEachThingOnceOfManyThreads() {
        CraftedSnapshot pipeline = new CraftedSnapshot();
        int stages = 8;
        for (int i = 0; i < stages; i++) {
            long slot = 0x2000 + i;
            long ready = 0x3000 + i;
            long before = 0x3000 + (i + stages - 1) % stages;
            long next = 0x2000 + (i + 1) % stages;
            List<Map<String, Object>> waits = new ArrayList<>();
            for (int thread = 1; thread <= 16; thread++) {
                waits.add(waiting(thread, thread % 2 == 0 ? receiverOf(slot) : ready));
            }
            pipeline.mailslot(slot, "stage" + i, 0)
                    .object(ready, "event", "ready" + i)
                    .object(0x4000 + i, "sender", "stage" + (i + 1) % stages, "mailslot", CraftedSnapshot.hex(next))
                    .process(
                            i + 1,
                            0x5000 + i,
                            waits,
                            List.of(
                                    handle(4, "receiver", receiverOf(slot), "stage" + i),
                                    handle(8, "sender", 0x4000 + i, "next"),
                                    handle(12, "event", before, "before")));
        }

        // grows with the power of the stages if each thread is followed, to more than any time is enough for
        String told = assertTimeoutPreemptively(Duration.ofSeconds(60), () -> why(pipeline, "stage0"));

        assertThat(told).contains("8 of its threads wait for ").doesNotContain(DEADLOCK);
        assertThat(told.lines()).hasSizeLessThan(100);
    }
}
