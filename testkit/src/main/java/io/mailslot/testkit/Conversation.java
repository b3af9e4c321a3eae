package io.mailslot.testkit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What a test and a child say to each other, as the test has it. Thread-safe. */
final class Conversation {
    private static final byte[] NOTHING = {};

    private final boolean possible;
    private final Runnable changed;
    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, CompletableFuture<Frame>> questions = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> points = new ConcurrentHashMap<>();
    private final List<Frame> unsent = new ArrayList<>();
    private @Nullable Connection connection;
    private volatile boolean connected;
    private volatile boolean over;
    private volatile boolean ready;

    /**
     * Makes it.
     *
     * @param possible whether the kit is in the child
     * @param changed done after everything that the child says
     */
    Conversation(boolean possible, Runnable changed) {
        this.possible = possible;
        this.changed = changed;
    }

    /** Listens until the child has no more to say. */
    void listen(Connection with) {
        try {
            synchronized (unsent) {
                connection = with;
                for (Frame frame : unsent) {
                    with.send(frame);
                }
                unsent.clear();
                connected = true;
            }
            changed.run();
            for (Frame frame = with.receive(); frame != null; frame = with.receive()) {
                hear(frame);
                changed.run();
            }
        } catch (IOException e) {
            // its end tells the rest
        } finally {
            over = true;
            endQuestions();
            changed.run();
            close();
        }
    }

    /** The child has ended; what it said before is still being heard. */
    void childHasEnded() {
        if (!connected) {
            endQuestions();
        }
    }

    /** Nobody will answer them. */
    private void endQuestions() {
        questions.values().forEach(question -> question.cancel(false));
        questions.clear();
    }

    private void hear(Frame frame) throws IOException {
        switch (frame.kind()) {
            case POINT -> count(frame.text()).incrementAndGet();
            case READY -> ready = true;
            case RESULT, FAILURE -> {
                CompletableFuture<Frame> question = questions.remove(frame.id());
                if (question != null) {
                    question.complete(frame);
                }
            }
            default -> throw new IOException("a child does not send " + frame.kind());
        }
    }

    private AtomicInteger count(String point) {
        return points.computeIfAbsent(point, any -> new AtomicInteger());
    }

    boolean isConnected() {
        return connected;
    }

    /** Whether all is heard that the child will ever say. */
    boolean isHeard() {
        return over || !possible;
    }

    boolean isReady() {
        return ready;
    }

    /** Whether a point was reached once more than has been taken. */
    boolean takePoint(String point) {
        return count(point).getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }

    CompletableFuture<Frame> ask(Frame.Kind kind) {
        return ask(kind, NOTHING);
    }

    /** Asks, as soon as the child is there; the answer is a result or a failure, and cancelled if it ends before. */
    CompletableFuture<Frame> ask(Frame.Kind kind, byte[] body) {
        long id = ids.incrementAndGet();
        CompletableFuture<Frame> question = new CompletableFuture<>();
        questions.put(id, question);
        tell(Frame.of(kind, id, body));
        if (over) {
            endQuestions();
        }
        return question;
    }

    /** Says something, as soon as the child is there, and does not wait. Who cannot hear it has ended, which others notice. */
    void tell(Frame frame) {
        try {
            synchronized (unsent) {
                if (connection == null) {
                    unsent.add(frame);
                } else {
                    connection.send(frame);
                }
            }
        } catch (IOException e) {
            return;
        }
    }

    void close() {
        synchronized (unsent) {
            try {
                if (connection != null) {
                    connection.close();
                }
            } catch (IOException e) {
                return; // it is closed then
            }
        }
    }
}
