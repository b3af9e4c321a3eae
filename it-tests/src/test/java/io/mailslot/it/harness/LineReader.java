package io.mailslot.it.harness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Reads a child's output on a thread of its own, so that the child never blocks on a full pipe, and keeps all of it. */
final class LineReader {
    /** Told by its identity: there will be no further line, so nobody need wait for one. */
    @SuppressWarnings("StringOperationCanBeSimplified")
    private static final String END = new String("(end of output)");

    private final BlockingQueue<String> unread = new LinkedBlockingQueue<>();

    /** Guarded by itself. */
    private final List<String> all = new ArrayList<>();

    private LineReader() {}

    static LineReader start(String name, InputStream stream) {
        LineReader reader = new LineReader();
        Thread thread = new Thread(() -> reader.readAll(stream), name);
        thread.setDaemon(true);
        thread.start();
        return reader;
    }

    private void readAll(InputStream stream) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
            lines.lines().forEach(this::add);
        } catch (IOException | UncheckedIOException e) {
            add("(output ended with " + e + ")");
        }
        unread.add(END);
    }

    private void add(String line) {
        synchronized (all) {
            all.add(line);
        }
        unread.add(line);
    }

    /** The next line; empty if none comes in time, or ever. */
    Optional<String> next(Duration atMost) {
        try {
            String line = unread.poll(atMost.toMillis(), MILLISECONDS);
            if (line == END) {
                unread.add(END); // for whoever asks next
                return Optional.empty();
            }
            return Optional.ofNullable(line);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    String transcript() {
        synchronized (all) {
            return String.join("\n", all);
        }
    }
}
