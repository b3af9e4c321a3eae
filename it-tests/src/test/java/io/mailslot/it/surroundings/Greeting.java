package io.mailslot.it.surroundings;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.MailslotException;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeSnapshot;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * A program that sends itself messages: it prints one of them, or why it cannot. It is compiled twice, once as a module. Its
 * arguments are a home, and {@code look} if it is to look at that only.
 */
public final class Greeting {
    static final String TEXT = "hello";

    private static final int LARGE = 100_000;

    private Greeting() {}

    public static void main(String[] arguments) {
        Path home = Path.of(arguments[0]);
        try {
            System.out.println(arguments.length == 1 ? greet(home) : look(home));
        } catch (MailslotException refused) {
            System.out.println(refused.getClass().getSimpleName() + ": " + refused.getMessage());
        }
    }

    private static String greet(Path home) {
        try (Kernel kernel = Kernel.attach(KernelOptions.defaults().withHome(home))) {
            System.out.println("attached");
            Receiver receiver = kernel.createMailslot("greetings");
            Sender sender = kernel.openMailslot("greetings");
            sender.write(new byte[LARGE]);
            sender.write(new byte[0]);
            sender.write(TEXT.getBytes(UTF_8)); // in a run, as it follows closely
            receiver.read();
            receiver.read();
            return new String(receiver.read(), UTF_8);
        }
    }

    private static String look(Path home) {
        HomeSnapshot seen = HomeInspector.inspect(home).orElseThrow();
        String mailslots = seen.mailslots().stream()
                .map(mailslot -> mailslot.name() + " has " + mailslot.messageCount())
                .collect(Collectors.joining("\n"));
        return mailslots + "\nnot seen: " + seen.unseen().size();
    }
}
