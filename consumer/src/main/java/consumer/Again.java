package consumer;

import io.mailslot.Kernel;
import io.mailslot.api.Inheritance;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** As README's example, of a program that starts itself again by its own command line, however it was started. */
public final class Again {
    private Again() {}

    public static void main(String[] arguments) {
        try (Kernel kernel = Kernel.attach()) {
            if (arguments.length == 0) {
                Receiver receiver = kernel.createMailslot("orders");
                Sender sender = kernel.openMailslot("orders", OpenOptions.defaults().withInheritable(true));
                kernel.createProcess(again(Integer.toString(sender.handle())), Inheritance.all());
                System.out.println("the child says: " + new String(receiver.read(), StandardCharsets.UTF_8));
            } else {
                kernel.sender(Integer.parseInt(arguments[0])).write("hello".getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static ProcessBuilder again(String argument) {
        ProcessHandle.Info own = ProcessHandle.current().info();
        List<String> command = new ArrayList<>();
        command.add(own.command().orElseThrow());
        command.addAll(List.of(own.arguments().orElseThrow()));
        command.add(argument);
        return new ProcessBuilder(command).inheritIO();
    }
}
