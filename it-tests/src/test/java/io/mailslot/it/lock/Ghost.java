package io.mailslot.it.lock;

import io.mailslot.Kernel;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.Event;
import io.mailslot.api.EventOptions;
import io.mailslot.api.MailslotException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A JVM in which something reads all files of the home, as a backup does: {@code read}. Answers {@code call} with the
 * codes of one call of each kind, {@code again} after it has closed its kernel and attached again.
 */
final class Ghost {
    private Kernel kernel;
    private Receiver receiver;
    private Event event;

    private Ghost() {}

    public static void main(String[] arguments) throws IOException {
        Ghost ghost = new Ghost();
        ghost.attach();
        System.out.println("ready");
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            System.out.println(ghost.answer(line));
        }
        ghost.kernel.close();
    }

    private void attach() {
        kernel = Kernel.attach();
        receiver = kernel.createMailslot("ghost", MailslotOptions.defaults().withReadTimeout(Duration.ZERO));
        event = kernel.synchronization().createEvent(EventOptions.defaults());
    }

    private String answer(String command) throws IOException {
        switch (command) {
            case "read" -> readAll(kernel.home());
            case "again" -> {
                kernel.close();
                attach();
            }
            default -> {
                return calls().stream().map(this::code).map(String::valueOf).collect(Collectors.joining(" "));
            }
        }
        return "done";
    }

    private static void readAll(Path home) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.readAllBytes(file);
            }
        }
    }

    private List<Runnable> calls() {
        List<Runnable> calls = new ArrayList<>();
        calls.add(() -> receiver.poll());
        calls.add(() -> receiver.info());
        calls.add(() -> event.set());
        calls.add(() -> kernel.waitForSingle(event.handle(), Duration.ZERO));
        calls.add(() -> kernel.describe(receiver.handle()));
        calls.add(() -> kernel.openMailslot("ghost").close());
        calls.add(() ->
                kernel.synchronization().createEvent(EventOptions.defaults()).close());
        calls.add(() -> kernel.duplicate(event.handle(), DuplicateOptions.defaults()));
        return calls;
    }

    private int code(Runnable call) {
        try {
            call.run();
            return 0;
        } catch (MailslotException e) {
            return e.errorCode().value();
        }
    }
}
