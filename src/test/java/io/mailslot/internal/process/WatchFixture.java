package io.mailslot.internal.process;

import static org.awaitility.Awaitility.await;

import io.mailslot.api.AccessRight;
import io.mailslot.api.ProcessObject;
import io.mailslot.api.WaitStrategy;
import io.mailslot.internal.death.DeathWatch;
import io.mailslot.internal.home.HomeRules;
import io.mailslot.internal.layout.HandleEntry;
import io.mailslot.internal.layout.ProcessRecord;
import io.mailslot.internal.liveness.JavaChild;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.PidfdPoller;
import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.object.SharedKernel;
import io.mailslot.internal.wait.JointTakes;
import io.mailslot.internal.wait.Lookout;
import io.mailslot.internal.wait.ObjectWaits;
import io.mailslot.internal.wait.WaitNotes;
import io.mailslot.internal.wait.Waits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A home of its own for each test, and the watch of this JVM over it. */
@Timeout(120)
abstract class WatchFixture {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    final Lookout lookout = new Lookout();

    AttachedProcess self;
    Attachments.Share<DeathWatch> share;

    @TempDir
    Path home;

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

    void attach(Supplier<Optional<PidfdPoller>> poller) {
        attach(() -> {}, poller);
    }

    void attach(Runnable upkeep, Supplier<Optional<PidfdPoller>> poller) {
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

    JavaChild stranger() throws IOException {
        return JavaChild.start(Stranger.class, home.toString());
    }

    /** What opening a process by its id does. */
    ProcessObject open(long pid) {
        SharedKernel kernel = self.kernel();
        int handle = addHandle(self, kernel.processes().objectId(find(pid)));
        share.session().pickUp(find(pid));
        return new ProcessAccess(self, waits()).view(handle);
    }

    ObjectWaits waits() {
        JointTakes joint = new JointTakes(self.kernel().processes()::record, self.self(), takes -> {});
        Waits waits =
                new Waits(WaitStrategy.ADAPTIVE, self.kernel()::requireHome, new Lookout(), joint, WaitNotes.NONE);
        return new ObjectWaits(self.kernel(), self.handles(), waits, () -> {});
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

    ProcessRef find(long pid) {
        return find(pid, ProcessRecord.PID_OFFSET);
    }

    ProcessRef find(long pid, int place) {
        return self.kernel().processes().inUse().stream()
                .filter(process ->
                        self.kernel().processes().record(process.index()).getLong(place) == pid)
                .findFirst()
                .orElseThrow();
    }

    static List<Thread> watchers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("mailslot-watch"))
                .toList();
    }

    /** The pidfds and events that this JVM has open. */
    static List<String> descriptors() {
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
