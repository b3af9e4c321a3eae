package io.mailslot.it.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.JavaCommand;
import io.mailslot.Kernel;
import io.mailslot.api.EventOptions;
import io.mailslot.api.Inheritance;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.SemaphoreOptions;
import io.mailslot.api.Sender;
import io.mailslot.inspect.CursorStatus;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.inspect.MailslotStatus;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.it.fault.FaultMatrix.Death;
import io.mailslot.it.fault.Victim.Deed;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A JVM dies at a named point, by halting itself or by a kill from outside, and those who live go on: the verifier finds
 * nothing broken, names are free, messages flow. This JVM is the survivor.
 */
@ExtendWith(TestHomeExtension.class)
class FaultMatrixTest {
    /** Longest time that an operation of a survivor may take because another process died. */
    private static final Duration LONGEST_STALL = Duration.ofMillis(250);

    private static final MailslotOptions PATIENT = MailslotOptions.defaults().withReadTimeout(Duration.ofSeconds(10));
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final FaultMatrix MATRIX = new FaultMatrix();

    @AfterAll
    static void printMatrix() {
        MATRIX.print(Path.of("target", "fault-matrix.txt"));
    }

    @ParameterizedTest
    @EnumSource
    void shouldGoOnWhenAProcessHaltsAt(FaultPoint point, TestHome home) {
        Survivor survivor = prepare(point, home);
        ChildJvm victim = start(point, point.name(), home, survivor);
        victim.expectExit(FaultPoint.HALT_STATUS).awaitExit(Deadline.PATIENCE);

        MATRIX.add(point, Death.HALT, survivor.goOn());
        survivor.checkThatNothingIsLeft(point);
    }

    @ParameterizedTest
    @EnumSource
    void shouldGoOnWhenAProcessIsKilledAt(FaultPoint point, TestHome home) {
        Survivor survivor = prepare(point, home);
        Path reached = home.scratch().resolve("reached");
        ChildJvm victim = start(point, point.name() + ":wait:" + reached, home, survivor);
        Deadline.await("the victim reaches " + point).until(() -> Files.exists(reached) || !victim.isAlive());
        assertThat(reached).exists();
        victim.killWithoutWaiting();

        MATRIX.add(point, Death.KILL, survivor.goOn());
        victim.awaitExit(Deadline.PATIENCE);
        survivor.checkThatNothingIsLeft(point);
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "REAP_HANDLE_CLOSED",
                "REAP_RECORD_FREED",
                "CLOSE_BEFORE_FILES_SET_ASIDE",
                "CLOSE_BEFORE_FILES_DELETED"
            })
    void shouldGoOnWhenAProcessDiesWhileItLeaves(FaultPoint point, TestHome home) {
        Survivor survivor = new Survivor(home);
        survivor.watch();
        home.start(command(Deed.LEAVE, point.name()))
                .expectExit(FaultPoint.HALT_STATUS)
                .awaitExit(Deadline.PATIENCE);

        survivor.goOn();
        survivor.checkThatNothingIsLeft(point);
    }

    /** Brings the home to where the victim will pass the point: some are passed only on behalf of the dead. */
    private static Survivor prepare(FaultPoint point, TestHome home) {
        Survivor survivor = new Survivor(home);
        switch (point) {
            case CARRY_OVER_CLEARED, CARRY_OVER_WRITTEN, CARRY_OVER_NAMED -> {
                survivor.leave();
                leave(Deed.LEAVE_DURABLE, "none", home);
            }
            case REAP_HANDLE_CLOSED, REAP_BEFORE_SIGNAL, REAP_USAGE_RELEASED, REAP_SIGNALED, REAP_RECORD_FREED -> {
                survivor.leaveToAKeeper();
                leaveDeadProcess(home);
            }
            case REAP_MUTEX_ABANDONED -> {
                survivor.leaveToAKeeper();
                leave(Deed.OWN_MUTEX, "none", home);
            }
            case RECOVER_COUNTING, RECOVER_BEFORE_CLEAN -> {
                survivor.leaveToAKeeper();
                leave(Deed.CREATE, FaultPoint.CREATE_HANDLE_STORED.name(), home);
            }
            default -> survivor.watch();
        }
        return survivor;
    }

    static void leaveDeadProcess(TestHome home) {
        ChildJvm dead = home.agent();
        dead.must("create", "left behind", "0", "0", "false");
        dead.must("open", "left behind", "false");
        dead.kill();
    }

    static void leave(Deed deed, String fault, TestHome home) {
        home.start(command(deed, fault)).expectExit(FaultPoint.HALT_STATUS).awaitExit(Deadline.PATIENCE);
    }

    private static ChildJvm start(FaultPoint point, String fault, TestHome home, Survivor survivor) {
        ProcessBuilder builder = survivor.receiver == null
                ? command(deed(point), fault)
                : command(deed(point), fault, survivor.kernel.processId() + ":" + survivor.receiver.handle());
        return switch (point) {
            case CLAIM_LOCKED, CLAIM_DONE -> home.create(survivor.kernel, builder, Inheritance.all());
            default -> home.start(builder);
        };
    }

    private static ProcessBuilder command(Deed deed, String fault) {
        return command(deed, fault, "");
    }

    static ProcessBuilder command(Deed deed, String fault, String survivor) {
        return ChildJvm.quick(JavaCommand.of(Victim.class))
                .systemProperty(FaultPoint.PROPERTY, fault)
                .systemProperty(Victim.SURVIVOR, survivor)
                .arguments(deed.name())
                .toProcessBuilder();
    }

    /** What passes a point; a new point does not compile before it is told here. */
    static Deed deed(FaultPoint point) {
        return switch (point) {
            case ATTACH_FOLDER_MADE,
                    ATTACH_RECORD_FILLED,
                    ATTACH_RECORD_LIVE,
                    CLAIM_LOCKED,
                    CLAIM_DONE,
                    REAP_MUTEX_ABANDONED,
                    REAP_HANDLE_CLOSED,
                    REAP_BEFORE_SIGNAL,
                    REAP_USAGE_RELEASED,
                    REAP_SIGNALED,
                    REAP_RECORD_FREED,
                    CARRY_OVER_CLEARED,
                    CARRY_OVER_WRITTEN,
                    CARRY_OVER_NAMED,
                    RECOVER_COUNTING,
                    RECOVER_BEFORE_CLEAN -> Deed.ATTACH;
            case CREATE_QUEUE_BUILT, CREATE_OBJECTS_MADE, CREATE_FOLDER_NAMED, CREATE_HANDLE_STORED -> Deed.CREATE;
            case CURSOR_MADE -> Deed.CREATE_DURABLE;
            case CURSOR_DELETED -> Deed.DELETE_CURSOR;
            case DURABLE_DELETED -> Deed.DELETE_DURABLE;
            case CHAIN_CHANGING, JOIN_OBJECT_MADE -> Deed.JOIN;
            case OPEN_OBJECT_MADE, OPEN_HANDLE_STORED -> Deed.OPEN;
            case CLOSE_ENTRY_CLEARED, CLOSE_BEFORE_FILES_SET_ASIDE, CLOSE_BEFORE_FILES_DELETED -> Deed.CLOSE;
            case APPEND_LOCKED, APPEND_COPIED, APPEND_COMMITTED, WRITE_BEFORE_WAKE -> Deed.WRITE;
            case ARENA_GROWN, APPEND_RESERVED, APPEND_HALF_COPIED -> Deed.WRITE_LARGE;
            case ROLL_FILE_MADE, ROLL_SEALED, ROLL_COUNTED -> Deed.FILL;
            case READ_CURSOR_MOVED, HANDLE_LOOKED_UP, WORD_LOOKED_AT -> Deed.READ;
            case RECLAIM_COUNTED, RECLAIM_FILE_DELETED -> Deed.READ_ALL;
            case SYNC_OBJECT_MADE, SYNC_HANDLE_STORED -> Deed.CREATE_EVENT;
            case FILE_CREATED,
                    FILE_OBJECT_MADE,
                    FILE_HANDLE_STORED,
                    FILE_POINTER_LOCKED,
                    FILE_WRITTEN,
                    FILE_BEFORE_DELETE,
                    FILE_DELETED -> Deed.USE_FILE;
            case WAIT_ALL_LOCKED, WAIT_ALL_DECIDED, WAIT_ALL_TAKEN -> Deed.WAIT_FOR_ALL;
            case OPEN_PROCESS_HANDLE_STORED -> Deed.OPEN_PROCESS;
            case DUPLICATE_STORED -> Deed.DUPLICATE;
            case DUPLICATE_SOURCE_CLEARED -> Deed.CLOSE_FROM_OUTSIDE;
            case SPAWN_RECORD_MADE, SPAWN_HANDLE_COPIED, SPAWN_BEFORE_START, SPAWN_STARTED -> Deed.SPAWN;
            case SPAWN_ROLL_BACK -> Deed.SPAWN_IN_VAIN;
            case EXIT_PUBLISHED -> Deed.EXIT;
            case TERMINATE_KILLED -> Deed.TERMINATE;
        };
    }

    /** This JVM, which lives on. */
    private static final class Survivor {
        private final TestHome home;
        private Kernel kernel;
        private ChildJvm keeper;
        private Receiver receiver;
        private int gate;
        private int permits;
        private Duration longest = Duration.ZERO;

        Survivor(TestHome home) {
            this.home = home;
            this.kernel = home.attach();
        }

        /** Leaves the home to the dead. */
        void leave() {
            kernel.close();
            kernel = null;
        }

        /** Leaves the home to one who lives and does nothing: everybody else would act for the dead before the victim. */
        void leaveToAKeeper() {
            keeper = home.agent();
            keeper.standStill();
            leave();
        }

        /** Takes part in the life of the home, and so in the reaping; before that it only keeps the home alive. */
        void watch() {
            receiver = kernel.createMailslot(Victim.SURVIVING_MAILSLOT, PATIENT.withCapacity(Victim.CAPACITY));
            kernel.createMailslot(Victim.BROADCAST, PATIENT);
            gate = kernel.synchronization()
                    .createEvent(EventOptions.defaults()
                            .withName(Victim.GATE)
                            .withManualReset(true)
                            .withInitiallySet(true))
                    .handle();
            permits = kernel.synchronization()
                    .createSemaphore(SemaphoreOptions.of(3, 3).withName(Victim.PERMITS))
                    .handle();
        }

        /** Does what processes do, right after a death; returns how long the slowest operation took. */
        Duration goOn() {
            if (kernel == null) {
                kernel = home.attach();
            }
            if (receiver == null) {
                timed(this::watch);
            }
            timed(() -> kernel.openMailslot(Victim.SURVIVING_MAILSLOT).close());
            timed(() -> kernel.handles());
            for (Optional<byte[]> last = receiver.poll(); last.isPresent(); last = receiver.poll()) {
                assertThat(new String(last.get(), UTF_8).replace(Victim.LAST_MESSAGE, ""))
                        .isEmpty();
            }
            Sender sender = kernel.openMailslot(Victim.SURVIVING_MAILSLOT);
            timed(() -> sender.write("after the fault".getBytes(UTF_8)));
            assertThat(new String(receiver.read(), UTF_8)).isEqualTo("after the fault");
            timed(sender::close);
            timed(() -> assertThat(kernel.waitForAll(PATIENCE, permits, gate).signaled())
                    .isTrue());
            assertThat(longest).as("longest operation after the death").isLessThan(LONGEST_STALL);
            return longest;
        }

        private void timed(Runnable operation) {
            long start = System.nanoTime();
            operation.run();
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            longest = took.compareTo(longest) > 0 ? took : longest;
        }

        void checkThatNothingIsLeft(FaultPoint point) {
            if (keeper != null) {
                keeper.goOn();
                keeper.end();
            }
            checkDurable(point);
            kernel.createMailslot(Victim.OWN_MAILSLOT, PATIENT).close();
            kernel.files().open(Victim.file(kernel), Victim.OWN_FILE).close();
            assertThat(Victim.file(kernel)).doesNotExist();
            Deadline.await("the dead are reaped", Deadline.DEATH_NOTICED).untilAsserted(() -> {
                assertThat(HomeVerifier.verify(home.path(), Duration.ZERO)).isEmpty();
                assertThat(HomeInspector.inspect(home.path()).orElseThrow().processes())
                        .hasSize(1);
            });
            assertThat(receiver.describe().usageCount()).isOne();
            assertThat(HomeInspector.inspect(home.path()).orElseThrow().mailslots())
                    .hasSize(2)
                    .allSatisfy(each -> {
                        assertThat(each.senders()).isZero();
                        assertThat(each.receiverProcessIds()).containsExactly(kernel.processId());
                    });
        }

        /** What the victim has made or left that stays by design is whole, and can be deleted. */
        private void checkDurable(FaultPoint point) {
            List<MailslotStatus> durable = HomeInspector.inspect(home.path()).orElseThrow().mailslots().stream()
                    .filter(MailslotStatus::durable)
                    .toList();
            switch (point) {
                case CURSOR_MADE, CURSOR_DELETED -> assertThat(durable).hasSize(1);
                case CARRY_OVER_CLEARED, CARRY_OVER_WRITTEN, CARRY_OVER_NAMED -> {
                    assertThat(durable).hasSize(1);
                    Receiver carriedOver = kernel.createMailslot(Victim.DURABLE, PATIENT.withCursor(Victim.CURSOR));
                    for (String message : Victim.LEFT) {
                        assertThat(new String(carriedOver.read(), UTF_8)).isEqualTo(message);
                    }
                    assertThat(carriedOver.poll()).isEmpty();
                    carriedOver.close();
                }
                default -> assertThat(durable).isEmpty();
            }
            for (MailslotStatus each : durable) {
                assertThat(each.cursors()).extracting(CursorStatus::name).containsExactly(Victim.CURSOR);
                kernel.deleteMailslot(each.name());
            }
        }
    }
}
