package io.mailslot.launcher.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What a JVM runs that the benchmark starts: it does what lines of its input say, and answers each with a line. */
final class Side {
    static final String READY = "ready";
    static final String FAILED = "failed ";

    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private Side() {}

    /** What it can be told. */
    @FunctionalInterface
    interface Part {
        /** Does it, and returns the answer. */
        String answer(String[] words) throws IOException, InterruptedException;
    }

    public static void main(String[] words) {
        try {
            Task task = Task.of(words);
            serve(task.sends() ? new SendingSide(task) : new ReceivingSide(task));
        } catch (IOException | InterruptedException | RuntimeException | OutOfMemoryError failure) {
            fail(failure);
        }
    }

    private static void serve(Part part) throws IOException, InterruptedException {
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        OUT.println(READY);
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            OUT.println(part.answer(order.split(" ")));
        }
        Runtime.getRuntime().halt(0); // its parent has gone; nobody wants what it has open
    }

    /** Ends this JVM, and says why. */
    static void fail(Throwable failure) {
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        OUT.println(FAILED + message.replaceAll("\\s*\\R\\s*", " "));
        Runtime.getRuntime().halt(1);
    }

    /** Has a thread do something that ends this JVM if it fails. */
    static Thread start(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException | RuntimeException | OutOfMemoryError failure) {
                        fail(failure);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** What a thread does. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }
}
