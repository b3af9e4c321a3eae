package io.mailslot.testkit;

import io.mailslot.Kernel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** What a child has of the kit: it listens to the test, runs what it is told, and ends when the test's JVM is gone. */
final class ChildSide implements ChildContext {
    /** Exit code of a child whose test JVM is gone. */
    static final int ORPHANED = 113;

    static final String THREAD = "mailslot-testkit";

    private static final String CALLS = THREAD + "-calls";
    private static final String BEGUN = THREAD + "-begun";
    private static final int LARGE = 1 << 20;
    private static final int SMALL = 1 << 10;

    /** The test's JVM may stand still. */
    private static final long LAST_WORDS_MILLIS = 500;

    private final Connection connection;
    private final String name;
    private final Path folder;
    private final BlockingQueue<Frame> calls = new LinkedBlockingQueue<>();
    private final BlockingQueue<Frame> bodies = new LinkedBlockingQueue<>();
    private final Map<String, Semaphore> released = new ConcurrentHashMap<>();

    /** Kept, so that nothing of the heap becomes free. */
    private final List<Object> ballast = new ArrayList<>();

    private volatile boolean ending;
    private boolean callsAreServed;
    private @Nullable Kernel kernel;

    ChildSide(Connection connection, String name, Path folder) {
        this.connection = connection;
        this.name = name;
        this.folder = folder;
    }

    /** Says hello, and listens from now on. */
    void listen(long number, ChildSpec.Kind kind) throws IOException {
        callsAreServed = kind == ChildSpec.Kind.CALLS;
        connection.say(Frame.of(Frame.Kind.HELLO, number));
        start(THREAD, this::listen);
        Runtime.getRuntime().addShutdownHook(new Thread(this::leave, THREAD + "-end"));
    }

    /** A JVM that ends waits for 300 ms for threads that are in native code, as one is that reads. */
    private void leave() {
        ending = true;
        try {
            connection.flush(LAST_WORDS_MILLIS);
            connection.close();
        } catch (IOException | InterruptedException e) {
            return; // it goes with the JVM
        }
    }

    private static void start(String name, Runnable action) {
        Thread thread = new Thread(action, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void listen() {
        try {
            for (Frame frame = connection.receive(); frame != null; frame = connection.receive()) {
                obey(frame);
            }
        } catch (IOException e) {
            // as if it had ended: there is no test any more
        } catch (RuntimeException | Error e) {
            e.printStackTrace();
        } finally {
            if (!ending) {
                Runtime.getRuntime().halt(ORPHANED);
            }
        }
    }

    private void obey(Frame frame) throws IOException {
        switch (frame.kind()) {
            case BODY -> bodies.add(frame);
            case CALL -> {
                calls.add(frame);
                serveBeside();
            }
            case BEGIN -> start(BEGUN, () -> execute(frame));
            case RELEASE -> permits(frame.text()).release();
            case SAVE_COVERAGE -> {
                Coverage.save();
                connection.send(Frame.of(Frame.Kind.RESULT, frame.id()));
            }
            case ATTACH -> start(BEGUN, () -> answer(frame, () -> kernel().processId()));
            case EXHAUST -> start(BEGUN, () -> answer(frame, this::fillHeap));
            case END -> {
                ending = true;
                System.exit(0);
            }
            default -> throw new IOException("a test does not send " + frame.kind());
        }
    }

    /** In a child that has something else to do, calls get a thread when the first one comes. */
    private void serveBeside() {
        if (!callsAreServed) {
            callsAreServed = true;
            start(CALLS, this::serve);
        }
    }

    /** Runs what it is told, in the calling thread; an interrupt that one piece of code leaves is not the next one's. */
    void serve() {
        try {
            while (true) {
                execute(calls.take());
                Thread.interrupted();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs what this child was started for; what it throws ends the JVM as it would have without the kit. */
    void runBody() throws Throwable {
        Frame frame = bodies.take();
        Throwable failure = execute(frame);
        if (failure != null) {
            throw failure;
        }
    }

    private interface Question {
        Object ask() throws Exception;
    }

    private @Nullable Throwable execute(Frame frame) {
        return answer(frame, () -> {
            Object code = Parcel.unpack(frame.body(), this::kernel);
            if (code instanceof ChildCall<?> call) {
                return call.call(this);
            }
            ((ChildBody) code).run(this);
            return "";
        });
    }

    private @Nullable Throwable answer(Frame frame, Question question) {
        try {
            Object result = question.ask();
            say(Frame.of(Frame.Kind.RESULT, frame.id(), Parcel.pack(result)));
            return null;
        } catch (Throwable failure) { // an Error, too, is for the test to see
            say(new Frame(Frame.Kind.FAILURE, frame.id(), trace(failure), packed(failure)));
            return failure;
        }
    }

    private static String trace(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }

    /** Nothing, if it cannot go to another JVM. */
    private static byte[] packed(Throwable failure) {
        try {
            return Parcel.pack(failure);
        } catch (IOException | RuntimeException notSerializable) {
            return new byte[0];
        }
    }

    /** Code that still runs while the JVM ends is heard by nobody, which is no failure of it. */
    private void say(Frame frame) {
        try {
            connection.say(frame);
        } catch (IOException e) {
            if (!ending) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Object fillHeap() {
        Object reserve = new byte[LARGE]; // for the answer
        for (int size = LARGE; size >= SMALL; size /= 2) {
            try {
                while (true) {
                    ballast.add(new byte[size]);
                }
            } catch (OutOfMemoryError full) {
                continue; // with smaller ones
            }
        }
        return reserve.getClass().getName();
    }

    private Semaphore permits(String point) {
        return released.computeIfAbsent(point, any -> new Semaphore(0));
    }

    @Override
    public synchronized Kernel kernel() {
        if (kernel == null) {
            kernel = Kernel.attach();
        }
        return kernel;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public void reached(String point) {
        say(Frame.of(Frame.Kind.POINT, 0, point));
    }

    @Override
    public void hold(String point) throws InterruptedException {
        reached(point);
        permits(point).acquire();
    }

    @Override
    public void ready() {
        say(Frame.of(Frame.Kind.READY, 0));
    }
}
