package consumer;

import io.mailslot.JavaCommand;
import io.mailslot.Kernel;
import io.mailslot.api.ChildProcess;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;

/** As README's example, of a program that starts itself, and another class of it, again, however it was started. */
public final class Again {
    private Again() {}

    public static void main(String[] arguments) {
        try (Kernel kernel = Kernel.attach()) {
            if (arguments.length > 0) {
                kernel.inherited("orders", Sender.class).write(arguments[0].getBytes(StandardCharsets.UTF_8));
                return;
            }
            Receiver receiver = kernel.createMailslot("orders");
            Sender sender = kernel.openMailslot("orders");
            for (Class<?> program : new Class<?>[] {Again.class, Other.class}) {
                ChildProcess child = kernel.createProcess(JavaCommand.of(program)
                        .withArguments("hello")
                        .withErrors(Redirect.INHERIT)
                        .withInherited("orders", sender));
                if (child.waitFor() != 0) {
                    throw new IllegalStateException(program + " ended with " + child.exitCode());
                }
            }
            String first = new String(receiver.read(), StandardCharsets.UTF_8);
            String second = new String(receiver.read(), StandardCharsets.UTF_8);
            System.out.println("the child says: " + (first.equals(second) ? first : first + " and " + second));
        }
    }
}
