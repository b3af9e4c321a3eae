package io.mailslot.it.harness;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.HomeException;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.ProcessStatus;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildFailure;
import io.mailslot.testkit.ErrorOutput;
import io.mailslot.testkit.Jvms;
import io.mailslot.testkit.JvmsOptions;
import io.mailslot.testkit.Leaks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One test's own home, with the kernels the test attached and the children it started. A parameter of type TestHome is
 * resolved by {@link TestHomeExtension}, which also ends everything after the test and checks that nothing is left.
 */
public final class TestHome {
    private final Path path;
    private final Path scratch;
    private final List<Kernel> kernels = new ArrayList<>();
    private final List<SmallFileSystem> fileSystems = new ArrayList<>();
    private final Map<Path, Jvms> jvms = new LinkedHashMap<>();
    private boolean filesMayStay;

    private TestHome(Path path, Path scratch) {
        this.path = path;
        this.scratch = scratch;
    }

    static TestHome create() {
        ClassArchives.prepare();
        Path memory = Path.of("/dev/shm");
        Path parent = Files.isWritable(memory) ? memory : Path.of(System.getProperty("java.io.tmpdir"));
        try {
            Path home = Files.createTempDirectory(
                    parent,
                    "mailslot-it-",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            return new TestHome(home.toRealPath(), Files.createTempDirectory("mailslot-it-"));
        } catch (IOException e) {
            throw new UncheckedIOException("no place for a test's home", e);
        }
    }

    public Path path() {
        return path;
    }

    /** A place for files of the test that are not part of the home. */
    public Path scratch() {
        return scratch;
    }

    /** A file system of so many MiB that a test can fill; as {@link #fileSystem(String)}. */
    public Path fileSystem(int mebibytes) {
        return fileSystem("size=" + mebibytes + "m");
    }

    /**
     * A file system in memory with limits of its own, as {@code mount} takes them. It goes after the test; where mounting is
     * not permitted the test is skipped.
     */
    public Path fileSystem(String limits) {
        try {
            SmallFileSystem mounted =
                    SmallFileSystem.mount(scratch.resolve("file-system-" + fileSystems.size()), limits);
            fileSystems.add(mounted);
            return mounted.root();
        } catch (IOException e) {
            throw new UncheckedIOException("no folder for a file system", e);
        }
    }

    public KernelOptions options() {
        return KernelOptions.defaults().withHome(path);
    }

    /** Attaches this JVM; the kernel is closed after the test at the latest. */
    public Kernel attach() {
        Kernel kernel = Kernel.attach(options());
        kernels.add(kernel);
        return kernel;
    }

    /** What starts children in this home, where a test has several; for the first one it has a parameter of that type. */
    public Jvms jvms() {
        return jvms(path);
    }

    /** What starts children in a home at another place, such as a file system of the test's. */
    public Jvms jvms(Path place) {
        return jvms.computeIfAbsent(
                place,
                home -> Jvms.open(HomeSettings.in(
                        home,
                        JvmsOptions.defaults()
                                .withFolder(scratch.resolve("children-" + jvms.size()))
                                .withTimeout(Deadline.PATIENCE)
                                .withErrorOutput(ErrorOutput.FORBIDDEN)
                                .withLeaks(Leaks.PROCESSES_ONLY)))); // the rest is looked at here
    }

    public static void deleteTree(Path root) throws IOException {
        LeakCheck.deleteTree(root);
    }

    /** For tests that damage their home: its files are no leak afterwards. */
    public void letFilesStay() {
        filesMayStay = true;
    }

    /** Ends what the test started, expecting all to go well, and fails if anything is left. */
    void finish() {
        jvms.values().forEach(Jvms::close);
        kernels.forEach(Kernel::close);
        kernels.clear(); // memory stays mapped for as long as somebody can reach it
        awaitNobodyLeft();
        if (!filesMayStay) {
            reapEverybody();
            new LeakCheck(path).assertNothingLeft();
        }
    }

    /** The child of a killed child ends by itself when it finds its input closed; one that does not is a leak. */
    public void awaitNobodyLeft() {
        Deadline.await("no process of " + path + " is left", Deadline.DEATH_NOTICED)
                .untilAsserted(() -> {
                    List<ProcessHandle> strays = new LeakCheck(path).processes();
                    if (!strays.isEmpty()) {
                        throw new AssertionError("processes still alive: " + strays);
                    }
                });
    }

    /**
     * Attaches, which reaps those who were killed last. One of them may hold its life lock still: a process has lost the
     * environment that it is found by before its last threads let go of its files.
     */
    private void reapEverybody() {
        Deadline.await("nobody of " + path + " holds a life lock", Deadline.DEATH_NOTICED)
                .ignoreException(HomeException.class) // of whoever has a damaged table, until it is reaped
                .until(() -> {
                    Kernel.attach(options()).close();
                    return HomeInspector.inspect(path).stream()
                            .flatMap(snapshot -> snapshot.processes().stream())
                            .noneMatch(ProcessStatus::alive);
                });
    }

    /** Ends what is left of the test by force and deletes its files. */
    void abandon() {
        endKit();
        closeKernelsWithin(Deadline.DEATH_NOTICED);
        new LeakCheck(path).processes().forEach(ProcessHandle::destroyForcibly);
        try {
            fileSystems.forEach(SmallFileSystem::unmount);
            LeakCheck.deleteTree(path);
            LeakCheck.deleteTree(scratch);
        } catch (IOException e) {
            throw new UncheckedIOException("the test's home cannot be removed", e);
        }
    }

    /** What is wrong has been told, or follows from what has. */
    private void endKit() {
        try {
            jvms.values().forEach(Jvms::close);
        } catch (ChildFailure told) {
            System.err.println(told.getMessage());
        }
    }

    /** Closing again does nothing; after a failure it must neither hang nor hide the failure. */
    private void closeKernelsWithin(Duration limit) {
        Thread closer = new Thread(() -> kernels.forEach(Kernel::close), "closer of " + path);
        closer.setDaemon(true);
        closer.setUncaughtExceptionHandler((thread, failure) -> System.err.println("closing " + path + ": " + failure));
        closer.start();
        try {
            closer.join(limit.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the children said, for the report of a failure. */
    String evidence() {
        return jvms.values().stream()
                .flatMap(kit -> kit.children().stream())
                .map(Child::evidence)
                .collect(Collectors.joining("\n\n"));
    }
}
