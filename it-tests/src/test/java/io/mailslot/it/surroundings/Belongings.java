package io.mailslot.it.surroundings;

import io.mailslot.Kernel;
import io.mailslot.api.Event;
import io.mailslot.api.EventOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a JVM does that uses the library step by step, and what it has of it then, but for what the JDK and the test kit have of
 * their own. There is one of it in a JVM.
 */
final class Belongings {
    private static final int LARGE = 100_000;
    private static final Belongings ONE = new Belongings();

    private final List<String> threadsBefore = names();
    private final List<Step> steps = List.of(
            new Step("attached", this::attach),
            new Step("created a mailslot and opened it", this::open),
            new Step("written and read a message", () -> pass(1)),
            new Step("written and read one of 100 kB", () -> pass(LARGE)),
            new Step("closed both ends", this::closeEnds),
            new Step("closed the kernel", this::closeKernel));

    private int done;
    private Kernel kernel;
    private Path home;
    private Receiver receiver;
    private Sender sender;

    private Belongings() {}

    private record Step(String title, Runnable action) {}

    /** Does the next step, and tells its title; empty if there is none. */
    static String next() {
        if (ONE.done == ONE.steps.size()) {
            return "";
        }
        Step step = ONE.steps.get(ONE.done++);
        step.action.run();
        return step.title;
    }

    /** The line of the README's table about the files that a JVM has behind the last step. */
    static String files() throws IOException {
        return "| " + ONE.steps.get(ONE.done - 1).title + " | " + cell(ONE.opened()) + " | " + cell(ONE.mapped())
                + " |";
    }

    /** The names of the threads that have come since before the first step. */
    static ArrayList<String> threads() {
        ArrayList<String> threads = names();
        ONE.threadsBefore.forEach(threads::remove);
        return threads;
    }

    /** A process that never waits and has no mailslot needs less for the first second. */
    private void attach() {
        kernel = Kernel.attach();
        home = kernel.home();
        Event never = kernel.synchronization().createEvent(EventOptions.defaults());
        never.await(Duration.ofMillis(20));
    }

    private void open() {
        receiver = kernel.createMailslot("orders");
        sender = kernel.openMailslot("orders");
    }

    private void pass(int bytes) {
        sender.write(new byte[bytes]);
        receiver.read();
    }

    private void closeEnds() {
        sender.close();
        receiver.close();
    }

    private void closeKernel() {
        kernel.close();
    }

    /** Each name, with how often it is there. */
    private static String cell(List<String> names) {
        TreeMap<String, Long> counts =
                names.stream().collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
        return counts.isEmpty()
                ? "none"
                : counts.entrySet().stream()
                        .map(each -> "`" + each.getKey() + "`" + (each.getValue() == 1 ? "" : " twice"))
                        .collect(Collectors.joining(", "));
    }

    private static ArrayList<String> names() {
        return new ArrayList<>(Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .toList());
    }

    private List<String> opened() throws IOException {
        List<String> open = new ArrayList<>();
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            for (Path each : (Iterable<Path>) all::iterator) {
                add(open, target(each));
            }
        }
        return open;
    }

    /** The one with which they are listed is closed then. */
    private static String target(Path descriptor) throws IOException {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (NoSuchFileException closed) {
            return "";
        }
    }

    private List<String> mapped() throws IOException {
        List<String> mapped = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("/proc/self/maps"))) {
            int path = line.indexOf('/');
            add(mapped, path < 0 ? "" : line.substring(path));
        }
        return mapped;
    }

    private void add(List<String> files, String file) {
        if (file.startsWith(home + "/")) {
            files.add(file.substring(file.lastIndexOf('/') + 1).replace(" (deleted)", ""));
        } else if (file.startsWith("anon_inode:")) {
            files.add(file);
        }
    }
}
