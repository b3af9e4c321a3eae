package io.mailslot.testkit;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The children of one test: what {@link Jvms} tells, and what its children have in common. */
final class TestRun implements Jvms {
    /** In the environment of all children of a test, and of theirs. */
    static final String VARIABLE = "MAILSLOT_TESTKIT_TEST";

    private static final String THREAD = "mailslot-testkit";
    private static final long LOOK_MILLIS = 10;

    private final JvmsOptions options;
    private final String id = UUID.randomUUID().toString();
    private volatile boolean unlimited = Debugging.isPossible();
    private final long limitNanos;
    private final Path place = Watchdog.newFolder();
    private final Path home;
    private final Path folder;
    private final Sockets sockets;
    private final AtomicLong numbers = new AtomicLong();

    /** Those that have not said hello, by their numbers. */
    private final Map<Long, Expected> expected = new ConcurrentHashMap<>();

    private final List<TestChild> children = new CopyOnWriteArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final Object changes = new Object();
    private @Nullable Kernel kernel;
    private volatile boolean closed;
    private volatile boolean failed;

    TestRun(JvmsOptions options) {
        this.options = options;
        this.limitNanos = options.effectiveTimeout().toNanos();
        this.home = options.home().orElse(place.resolve("home"));
        try {
            folder = options.folder().isPresent()
                    ? Files.createDirectories(options.folder().get())
                    : Files.createTempDirectory("mailslot-testkit-");
            sockets = new Sockets(place, this::listen);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void daemon(String name, Runnable action) {
        Thread thread = new Thread(action, name);
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * A child that has not said hello.
     *
     * @param socket by which it will come: whoever comes by another one is somebody else
     */
    private record Expected(Conversation child, Path socket) {}

    private void listen(Path socket, Connection connection) {
        try {
            Conversation child = arrived(socket, connection.receiveHello());
            if (child == null) {
                connection.close();
            } else {
                child.listen(connection);
            }
        } catch (IOException e) {
            return; // it has ended, as others notice
        }
    }

    private @Nullable Conversation arrived(Path socket, @Nullable Frame hello) {
        Expected visitor = hello == null ? null : expected.get(hello.id());
        boolean known = visitor != null && visitor.socket().equals(socket) && expected.remove(hello.id(), visitor);
        return known ? visitor.child() : null;
    }

    // What children ask.

    JvmsOptions options() {
        return options;
    }

    /** The environment that children have of the test. */
    Map<String, String> environment() {
        return Map.of(VARIABLE, id, Watchdog.VARIABLE, Watchdog.RUN, "MAILSLOT_HOME", home.toString());
    }

    synchronized @Nullable Kernel kernelIfAttached() {
        return kernel;
    }

    /** Something has changed that somebody may wait for. */
    void changed() {
        synchronized (changes) {
            changes.notifyAll();
        }
    }

    /** A failure is about to be thrown: its evidence stays. */
    void failed() {
        failed = true;
    }

    /** A limit that starts now. */
    Deadline deadline(@Nullable Duration own) {
        return new Deadline(unlimited ? Long.MAX_VALUE : own == null ? limitNanos : own.toNanos());
    }

    /** The end of a time. */
    static final class Deadline {
        private final long start = System.nanoTime();
        private final long nanos;

        Deadline(long nanos) {
            this.nanos = nanos;
        }

        boolean isOver() {
            return System.nanoTime() - start > nanos;
        }

        @Override
        public String toString() {
            Duration duration = Duration.ofNanos(nanos);
            return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
        }
    }

    /** Waits for a change, or a moment, because not all changes are told. */
    void pause() throws InterruptedException {
        synchronized (changes) {
            changes.wait(LOOK_MILLIS);
        }
    }

    // Starting.

    TestChild launch(ChildSpec.Parts parts) {
        if (closed) {
            throw new IllegalStateException("the test has ended; no child can be started");
        }
        parts.body.ifPresent(code -> Parcel.pack(code, handle -> 0)); // what cannot go along starts no child
        long number = numbers.incrementAndGet();
        String name = nameFor(parts);
        Conversation conversation = new Conversation(parts.isConnected(), this::changed);
        Breakpoint breakpoint = null;
        try {
            if (parts.isConnected()) {
                expected.put(number, new Expected(conversation, socket(parts)));
            }
            Files.deleteIfExists(ChildFiles.of(folder, name).stopped());
            breakpoint = parts.stop.isPresent() ? new Breakpoint(parts.stop.get(), this::changed) : null;
            Launch.Started started = new Launch(this, parts, name, number, breakpoint).start();
            Watched watched = Watched.of(this, parts.withoutCode(), name, started.process(), conversation, breakpoint);
            TestChild child = new TestChild(watched, started.object());
            children.add(child);
            if (Debugging.option(name, parts.debug).isPresent()) {
                unlimited = true;
                daemon(THREAD + "-debugger", () -> Debugging.announce(child));
            }
            parts.body.ifPresent(child::sendBody);
            return child;
        } catch (IOException e) {
            giveUp(number, breakpoint);
            throw new IllegalStateException("child '" + name + "' cannot be started: " + e.getMessage(), e);
        } catch (RuntimeException | Error e) {
            giveUp(number, breakpoint);
            throw e;
        }
    }

    /** By which a child comes. */
    Path socket(ChildSpec.Parts parts) throws IOException {
        return parts.user.isPresent() ? sockets.of(parts.user.get()) : sockets.own();
    }

    private void giveUp(long number, @Nullable Breakpoint breakpoint) {
        expected.remove(number);
        if (breakpoint != null) {
            breakpoint.close();
        }
    }

    private String nameFor(ChildSpec.Parts parts) {
        String plain = parts.name.replaceAll("[^\\p{L}\\p{N}._-]", "-");
        synchronized (names) {
            String name = plain;
            for (int i = 2; !names.add(name); i++) {
                name = plain + "-" + i;
            }
            return name;
        }
    }

    @Override
    public Child start() {
        return jvm().start();
    }

    @Override
    public Child start(ChildBody body) {
        return jvm().start(body);
    }

    @Override
    public Child start(Class<?> main, String... arguments) {
        return jvm(main).withArguments(arguments).start();
    }

    @Override
    public ChildSpec jvm() {
        return ChildSpec.calls(this);
    }

    @Override
    public ChildSpec jvm(Class<?> main) {
        return ChildSpec.main(this, main);
    }

    @Override
    public ChildSpec jar(Path jar) {
        return ChildSpec.jar(this, jar);
    }

    @Override
    public ChildSpec module(String module) {
        return ChildSpec.module(this, module);
    }

    @Override
    public ChildSpec program(String... command) {
        return ChildSpec.program(this, command);
    }

    @Override
    public synchronized Kernel kernel() {
        if (closed) {
            throw new IllegalStateException("the test has ended; its home is gone");
        }
        if (kernel == null) {
            kernel = Kernel.attach(KernelOptions.defaults().withHome(home));
        }
        return kernel;
    }

    @Override
    public Path home() {
        return home;
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public List<Child> children() {
        return List.copyOf(children);
    }

    // Ending.

    @Override
    public void all(Child... awaited) {
        List<TestChild> left = new ArrayList<>();
        for (Child each : awaited) {
            left.add((TestChild) each);
        }
        Deadline deadline = deadline(null);
        while (!left.isEmpty()) {
            left.removeIf(child -> child.end().hasEndedWell());
            left.forEach(child -> child.end().endOnceDone());
            if (!left.isEmpty() && deadline.isOver()) {
                throw left.get(0).end().late(deadline);
            }
            try {
                pause();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw left.get(0).end().interrupted(e);
            }
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        TestEnd end = new TestEnd(
                children,
                () -> Processes.withVariable(VARIABLE, id),
                options.leaks() == Leaks.PROCESSES_ONLY ? Optional.empty() : Optional.of(home),
                kernel,
                options.openHandles());
        try {
            end.run(); // without a lock: children may still say something
        } finally {
            forgetKernel();
            clearUp(end.isClean());
        }
        report(end);
    }

    /** What is closed stays mapped for as long as somebody can reach it. */
    private synchronized void forgetKernel() {
        kernel = null;
        children.forEach(TestChild::forgetObject);
    }

    private void clearUp(boolean clean) {
        try {
            sockets.close();
            RunFolder.delete(place);
            if (options.folder().isEmpty() && clean && !failed) {
                RunFolder.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void report(TestEnd end) {
        List<String> wrong = new ArrayList<>(end.complaints());
        switch (options.leaks()) {
            case FAIL, PROCESSES_ONLY -> wrong.addAll(end.leaks());
            case REPORT -> end.leaks().forEach(System.err::println);
            case IGNORE -> {}
        }
        if (!wrong.isEmpty()) {
            throw new ChildFailure(String.join("\n", wrong), null);
        }
    }
}
