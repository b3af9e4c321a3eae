package io.mailslot.it.command;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.mailslot.JavaCommand;
import io.mailslot.Kernel;
import io.mailslot.api.Event;
import io.mailslot.api.FileObject;
import io.mailslot.api.Inheritance;
import io.mailslot.api.KernelHandle;
import io.mailslot.api.MailslotException;
import io.mailslot.api.Mutex;
import io.mailslot.api.ProcessObject;
import io.mailslot.api.Receiver;
import io.mailslot.api.Semaphore;
import io.mailslot.api.Sender;
import java.lang.ProcessBuilder.Redirect;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A child that asks for handles by name, each argument a name and a type, as {@code orders=Sender}, and says what it gets. With
 * {@code plain} or {@code created} in front a child of its own asks, which it starts in that way; with
 * {@code again} in front it has attached before.
 */
final class NamedChild {
    private static final Map<String, Class<? extends KernelHandle>> TYPES = Stream.of(
                    Sender.class,
                    Receiver.class,
                    Event.class,
                    Semaphore.class,
                    Mutex.class,
                    FileObject.class,
                    ProcessObject.class,
                    KernelHandle.class)
            .collect(Collectors.toMap(Class::getSimpleName, type -> type));

    private NamedChild() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("again")) {
            Kernel.attach().close(); // which closes what was inherited
        }
        try (Kernel kernel = Kernel.attach()) {
            String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
            JavaCommand further =
                    JavaCommand.of(NamedChild.class).withArguments(rest).withStreams(Redirect.INHERIT);
            switch (arguments[0]) {
                case "plain" -> further.toProcessBuilder().start().waitFor();
                case "created" ->
                    kernel.createProcess(further, Inheritance.all()).waitFor();
                case "again" -> say(kernel, rest);
                default -> say(kernel, arguments);
            }
        }
    }

    private static void say(Kernel kernel, String... arguments) {
        for (String argument : arguments) {
            String[] parts = argument.split("=");
            try {
                KernelHandle handle = kernel.inherited(parts[0], TYPES.get(parts[1]));
                if (handle instanceof Sender sender) {
                    sender.write(parts[0].getBytes(US_ASCII));
                }
                System.out.println(parts[0] + " " + handle.handle() + " "
                        + handle.describe().flags());
                if (parts.length > 2) {
                    handle.close();
                }
            } catch (MailslotException failure) {
                System.out.println(failure.errorCode().value() + " " + failure.getMessage());
            }
        }
    }
}
