package io.mailslot.it.lock;

import io.mailslot.Kernel;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.Event;
import io.mailslot.api.EventOptions;
import io.mailslot.api.MailslotException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.it.harness.LiveTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a JVM does in which something reads all files of the home, as a backup does. There is one of it in a JVM. */
final class Ghost {
    private static Kernel kernel;
    private static Receiver receiver;
    private static Event event;

    private Ghost() {}

    static void attach() {
        kernel = Kernel.attach();
        receiver = kernel.createMailslot("ghost", MailslotOptions.defaults().withReadTimeout(Duration.ZERO));
        event = kernel.synchronization().createEvent(EventOptions.defaults());
    }

    static void attachAgain() {
        kernel.close();
        attach();
    }

    /** With which different codes calls of each kind end. */
    static TreeSet<Integer> codes() {
        return calls().stream().map(Ghost::code).collect(Collectors.toCollection(TreeSet::new));
    }

    static void readAll() throws IOException {
        readAll(kernel.home());
    }

    private static void readAll(Path home) throws IOException {
        try (Stream<Path> files = LiveTree.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.readAllBytes(file);
            }
        }
    }

    private static List<Runnable> calls() {
        List<Runnable> calls = new ArrayList<>();
        calls.add(() -> receiver.poll());
        calls.add(() -> receiver.info());
        calls.add(() -> event.set());
        calls.add(() -> kernel.waitFor(Duration.ZERO, event.handle()));
        calls.add(() -> kernel.describe(receiver.handle()));
        calls.add(() -> kernel.openMailslot("ghost").close());
        calls.add(() ->
                kernel.synchronization().createEvent(EventOptions.defaults()).close());
        calls.add(() -> kernel.duplicate(event.handle(), DuplicateOptions.defaults()));
        return calls;
    }

    private static int code(Runnable call) {
        try {
            call.run();
            return 0;
        } catch (MailslotException e) {
            return e.errorCode().value();
        }
    }
}
