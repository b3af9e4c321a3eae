package io.mailslot.internal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.api.AccessRight;
import io.mailslot.api.Inheritance;
import io.mailslot.api.ProcessObject;
import io.mailslot.api.WaitStrategy;
import io.mailslot.internal.death.DeathWatch;
import io.mailslot.internal.death.ExitCodes;
import io.mailslot.internal.home.HomeRules;
import io.mailslot.internal.layout.HandleEntry;
import io.mailslot.internal.layout.ProcessRecord;
import io.mailslot.internal.liveness.JavaChild;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.Futex;
import io.mailslot.internal.memory.Pidfd;
import io.mailslot.internal.memory.PidfdPoller;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.memory.SignalWord;
import io.mailslot.internal.object.HandleTable;
import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.object.SharedKernel;
import io.mailslot.internal.wait.Lookout;
import io.mailslot.internal.wait.WaitCheck;
import io.mailslot.internal.wait.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class DeathWatchTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path home;

    private final Lookout lookout = new Lookout();

    private AttachedProcess self;
    private Attachments.Share<DeathWatch> share;

    /** A process of the home that nobody of the home has started; it ends with the code it is told. */
    static final class Stranger {
        public static void main(String[] arguments) throws Exception {
            Attachments.attach(Path.of(arguments[0]), HomeRules.PRIVATE, DeathWatch.class, process -> {
                addHandle(process, process.kernel().processes().objectId(process.self()));
                return new DeathWatch(process.kernel(), process.reaper(), () -> {}, new Lookout());
            });
            System.exit(Integer.parseInt(JavaChild.readyForCommand()));
        }
    }

    @BeforeEach
    void attach() {
        attach(PidfdPoller::open);
    }

    private void attach(Supplier<Optional<PidfdPoller>> poller) {
        attach(() -> {}, poller);
    }

    private void attach(Runnable upkeep, Supplier<Optional<PidfdPoller>> poller) {
        share = Attachments.attach(home, HomeRules.PRIVATE, DeathWatch.class, process -> {
            self = process;
            return new DeathWatch(process.kernel(), process.reaper(), upkeep, lookout, poller);
        });
    }

    @AfterEach
    void leave() {
        share.giveBack();
        await().atMost(PATIENCE).until(() -> watchers().isEmpty());
    }

    @Test
    void shouldTellThatAStrangerWasKilled() throws IOException {
        assumeTrue(Pidfd.available());
        try (JavaChild stranger = stranger()) {
            ProcessObject process = open(stranger.pid());
            stranger.kill();
            assertThat(awaitExitCode(process)).isEqualTo(137);
        }
    }

    @Test
    void shouldTellTheExitCodeOfAStranger() throws IOException {
        assumeTrue(Pidfd.available());
        try (JavaChild stranger = stranger()) {
            ProcessObject process = open(stranger.pid());
            stranger.tell("7");
            assertThat(awaitExitCode(process)).isEqualTo(7);
        }
    }

    @Test
    void shouldTellTheExitCodeOfAStrangersStranger() throws IOException {
        assumeTrue(Pidfd.available());
        List<String> shell = List.of("sh", "-c", "exec 3<&0; \"$@\" <&3 & wait $!; exit 3", "sh");
        try (JavaChild stranger = JavaChild.start(shell, Stranger.class, home.toString())) {
            ProcessObject process = open(stranger.pid());
            stranger.tell("9");
            assertThat(awaitExitCode(process)).isEqualTo(9);
        }
    }

    /** A mapping of the test's own, which outlives the process. */
    private HandleTable table(ProcessRef process) throws IOException {
        return HandleTable.open(self.kernel().home().handles(process.index(), process.generation()), true);
    }

    @Test
    void shouldCloseTheHandlesBeforeItSignalsTheEnd() throws IOException {
        try (JavaChild stranger = stranger()) {
            ProcessObject process = open(stranger.pid());
            HandleTable handles = table(find(stranger.pid()));
            assertThat(countOf(handles)).isOne();
            stranger.kill();
            while (process.exitCode().isEmpty()) {
                Thread.onSpinWait();
            }
            assertThat(countOf(handles)).isZero();
        }
    }

    @Test
    void shouldCloseTheHandlesAtOnceAndWaitForTheExitCodeWithoutPidfds() throws IOException {
        share.giveBack();
        attach(Optional::empty);
        try (JavaChild stranger = stranger()) {
            ProcessObject process = open(stranger.pid());
            HandleTable handles = table(find(stranger.pid()));
            long start = System.nanoTime();
            stranger.kill();
            await().atMost(PATIENCE).until(() -> countOf(handles) == 0);
            assertThat(awaitExitCode(process)).isEqualTo(ExitCodes.UNKNOWN);
            assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(900));
        }
    }

    @Test
    void shouldForgetADeadStrangerThatNobodyHasAHandleTo() throws IOException {
        share.session().start();
        try (JavaChild stranger = stranger()) {
            ProcessRef process = find(stranger.pid());
            stranger.kill();
            await().atMost(PATIENCE).until(() -> self.kernel().processes().state(process) == ProcessRecord.FREE);
        }
    }

    /** The shell has ended, but what it left running may still attach as the child. */
    @Test
    void shouldKeepAChildWhoseTicketIsCarriedOn() throws IOException {
        Children children = new Children(self);
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", "sleep 60 >/dev/null 2>&1 & echo $!; exit 5");
        share.session().refresh();
        var child = children.create(shell, Inheritance.none());
        long sleeper = Long.parseLong(child.process().inputReader().readLine());
        share.session().refresh();
        assertThat(child.waitFor()).isEqualTo(5);
        self.reaper().reapDead();
        assertThat(child.exitCode()).isEmpty();
        ProcessHandle.of(sleeper).orElseThrow().destroyForcibly();
        assertThat(awaitExitCode(child)).isEqualTo(5);
    }

    @Test
    void shouldEndItsThreadAndLeaveNoDescriptorOpenWhenClosed() throws IOException {
        try (JavaChild stranger = stranger()) {
            List<String> before = descriptors();
            open(stranger.pid());
            await().atMost(PATIENCE)
                    .until(() -> !Pidfd.available() || descriptors().size() > before.size());
            assertThat(watchers()).hasSize(1);
            share.session().close();
            assertThat(watchers()).isEmpty();
            assertThat(descriptors()).isEqualTo(before);
            share.session().refresh();
            assertThat(watchers()).as("begun after close").isEmpty();
        }
    }

    @Test
    void shouldBeginByItselfAWhileLater() throws IOException {
        share.session().startLater();
        try (JavaChild stranger = stranger()) {
            ProcessRef process = find(stranger.pid());
            stranger.kill();
            await().atMost(PATIENCE).until(() -> self.kernel().processes().state(process) == ProcessRecord.FREE);
        }
    }

    @ParameterizedTest
    @MethodSource("failures")
    void shouldSurviveWhateverGoesWrongInARound(Throwable failure) throws IOException {
        share.giveBack();
        AtomicInteger failed = new AtomicInteger();
        Runnable fails = () -> {
            if (failed.incrementAndGet() < 3) {
                DeathWatchTest.<RuntimeException>sneak(failure);
            }
        };
        attach(fails, () -> {
            fails.run();
            return PidfdPoller.open();
        });
        share.session().start();
        Thread watcher = watchers().get(0);
        try (JavaChild stranger = stranger()) {
            ProcessRef process = find(stranger.pid());
            watcher.interrupt();
            await().atMost(PATIENCE).until(() -> failed.get() >= 3);
            stranger.kill();
            await().atMost(PATIENCE).until(() -> self.kernel().processes().state(process) == ProcessRecord.FREE);
        }
        assertThat(watchers()).containsExactly(watcher);
    }

    @Test
    void shouldWatchOnThoughItsUpkeepFailsEachTime() throws IOException {
        share.giveBack();
        AtomicInteger failed = new AtomicInteger();
        attach(
                () -> {
                    failed.incrementAndGet();
                    throw new InternalError("a test's");
                },
                PidfdPoller::open);
        share.session().start();
        try (JavaChild stranger = stranger()) {
            ProcessRef process = find(stranger.pid());
            int before = failed.get();
            await("rounds in which nothing changes").atMost(PATIENCE).until(() -> failed.get() >= before + 4);
            stranger.kill();
            await().atMost(PATIENCE).until(() -> self.kernel().processes().state(process) == ProcessRecord.FREE);
        }
    }

    /** Calls that open processes wait for the look; to clean up may take long. */
    @Test
    void shouldLookBeforeItCleansUp() throws IOException {
        share.giveBack();
        List<String> done = new CopyOnWriteArrayList<>();
        attach(() -> done.add("clean up"), () -> {
            done.add("look");
            return PidfdPoller.open();
        });
        try (JavaChild stranger = stranger()) {
            assertThat(stranger.pid()).isPositive();
            share.session().start();
            await().atMost(PATIENCE).until(() -> done.contains("clean up") && done.contains("look"));
        }
        assertThat(done.get(0)).isEqualTo("look");
    }

    /** The watch reaps another dead process, and waits for the lock of the home to do so. */
    @Test
    void shouldPickUpAProcessThoughItIsHeldUp() throws Exception {
        assumeTrue(Pidfd.available());
        try (JavaChild dead = stranger();
                JavaChild stranger = stranger()) {
            ProcessRef process = find(stranger.pid());
            share.session().start();
            await("the watch knows the other one")
                    .atMost(PATIENCE)
                    .until(() -> descriptors().size() > 2);
            CompletableFuture<Void> free = new CompletableFuture<>();
            Thread holder = new Thread(() -> self.kernel().change(section -> free.join()));
            holder.start();
            dead.kill();
            await("the watch waits for the lock")
                    .atMost(PATIENCE)
                    .until(() -> isReaping(watchers().get(0)));
            long start = System.nanoTime();
            share.session().pickUp(process);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(500));
            free.complete(null);
        }
    }

    private static boolean isReaping(Thread watcher) {
        return Arrays.stream(watcher.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("reapDead"));
    }

    /** What a thread looks at that sleeps while the watch looks after it. */
    private final class Look implements WaitCheck {
        private final AtomicInteger checks = new AtomicInteger();
        private final AtomicBoolean over = new AtomicBoolean();

        @Override
        public void check() {
            checks.incrementAndGet();
        }

        @Override
        public Lookout lookout() {
            return lookout;
        }

        @Override
        public boolean seemsSignaled() {
            return over.get();
        }

        /** Sleeps on a word that nobody signals. */
        CompletableFuture<Boolean> sleep() {
            SignalWord word = new SignalWord(Region.inThisProcess(SignalWord.LENGTH), 0);
            return CompletableFuture.supplyAsync(
                    () -> new Waiting(word).until(over::get, Waiting.FOREVER, WaitStrategy.SLEEP, this),
                    work -> new Thread(work, "sleeper").start());
        }
    }

    @Test
    void shouldLookAfterThreadsThatSleep() throws Exception {
        assumeTrue(Futex.canSleepOnSeveral());
        share.session().start();
        Look look = new Look();
        CompletableFuture<Boolean> sleeper = look.sleep();
        await("the thread falls asleep for long").atMost(PATIENCE).until(() -> sleepsUnchecked(look));
        look.over.set(true);
        assertThat(sleeper.get(20, TimeUnit.SECONDS)).isTrue();
    }

    /** Whether no check comes for longer than threads sleep that nobody looks after. */
    private static boolean sleepsUnchecked(Look look) {
        int before = look.checks.get();
        await().pollDelay(Duration.ofMillis(2_500)).until(() -> true);
        return before > 0 && look.checks.get() == before;
    }

    @Test
    void shouldHaveThreadsLookForThemselvesWhileItIsHeldUp() throws Exception {
        assumeTrue(Futex.canSleepOnSeveral());
        share.session().start();
        Look look = new Look();
        try (JavaChild stranger = stranger()) {
            open(stranger.pid());
            CompletableFuture<Boolean> sleeper = look.sleep();
            await("the thread falls asleep for long").atMost(PATIENCE).until(() -> sleepsUnchecked(look));
            CompletableFuture<Void> standing = new CompletableFuture<>();
            CompletableFuture<Void> free = new CompletableFuture<>();
            Thread holder = new Thread(() -> self.kernel().change(section -> {
                standing.complete(null);
                return free.join();
            }));
            holder.start();
            standing.join();
            int before = look.checks.get();
            stranger.kill();
            await("at once, and every other second").atMost(PATIENCE).until(() -> look.checks.get() >= before + 3);
            free.complete(null);
            await("the thread falls asleep for long").atMost(PATIENCE).until(() -> sleepsUnchecked(look));
            look.over.set(true);
            assertThat(sleeper.get(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void shouldHaveThreadsLookForThemselvesWhenItEnds() throws Exception {
        assumeTrue(Futex.canSleepOnSeveral());
        share.session().start();
        Look look = new Look();
        CompletableFuture<Boolean> sleeper = look.sleep();
        await("the thread falls asleep for long").atMost(PATIENCE).until(() -> sleepsUnchecked(look));
        int before = look.checks.get();
        share.session().close();
        await().atMost(PATIENCE).until(() -> look.checks.get() >= before + 2);
        look.over.set(true);
        assertThat(sleeper.get(20, TimeUnit.SECONDS)).isTrue();
    }

    static List<Throwable> failures() {
        return List.of(
                new IllegalStateException("a test's"),
                new InternalError("a test's"),
                new OutOfMemoryError("a test's"),
                new StackOverflowError(),
                new NoClassDefFoundError("a test's"));
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable failure) throws T {
        throw (T) failure;
    }

    private JavaChild stranger() throws IOException {
        return JavaChild.start(Stranger.class, home.toString());
    }

    /** What opening a process by its id does. */
    private ProcessObject open(long pid) {
        SharedKernel kernel = self.kernel();
        int handle = addHandle(self, kernel.processes().objectId(find(pid)));
        share.session().pickUp(find(pid));
        return new ProcessAccess(self).view(handle);
    }

    private static int addHandle(AttachedProcess process, long objectId) {
        EnumSet<AccessRight> rights = EnumSet.of(AccessRight.SYNCHRONIZE, AccessRight.QUERY_INFORMATION);
        return process.kernel().change(section -> {
            process.kernel().markDirty();
            return process.handles()
                    .add(
                            process.handles().table().firstFree(),
                            HandleEntry.of(objectId, rights, false),
                            FaultPoint.OPEN_HANDLE_STORED);
        });
    }

    private ProcessRef find(long pid) {
        return self.kernel().processes().inUse().stream()
                .filter(process ->
                        self.kernel().processes().record(process.index()).getLong(ProcessRecord.PID_OFFSET) == pid)
                .findFirst()
                .orElseThrow();
    }

    private static int awaitExitCode(ProcessObject process) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(2))
                .until(process::exitCode, OptionalInt::isPresent)
                .getAsInt();
    }

    private static int countOf(HandleTable handles) {
        int[] count = new int[1];
        handles.forEach((index, entry) -> count[0]++);
        return count[0];
    }

    private static List<Thread> watchers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("mailslot-watch"))
                .toList();
    }

    /** The pidfds and events that this JVM has open. */
    private static List<String> descriptors() {
        List<String> open = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path descriptor : all) {
                String target = target(descriptor);
                if (target.contains("pidfd") || target.contains("eventfd")) {
                    open.add(target);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return open;
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }
}
