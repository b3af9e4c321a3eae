package io.mailslot.launcher.act;

import io.mailslot.Kernel;
import io.mailslot.api.Receiver;
import io.mailslot.api.SharingViolationException;
import io.mailslot.inspect.HomeSnapshot;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Makes a mailslot that stays, and receives nothing from it. */
@Command(
        name = "create",
        header = "Create a durable mailslot, or one more cursor of one.",
        description = {
            "",
            "Senders may fill it from now on; 'receive' with the same cursor takes what is there. To create what is there "
                    + "already does nothing. A mailslot without a cursor goes with its receiver: it is made by 'receive'."
        },
        footer = {
            "  mailslot create orders --cursor shop",
            "  mailslot create '\\\\*\\mailslot\\news' --cursor audit --drop-oldest"
        })
public final class CreateCommand implements Callable<Integer> {
    @ParentCommand
    private ActParent parent;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "The mailslot's name, for instance orders or shop/orders.")
    private String name;

    @Mixin
    private MailslotChoice choice;

    /** For the command line. */
    public CreateCommand() {}

    @Override
    public Integer call() {
        ActContext context = parent.acts();
        choice.check();
        HomeSnapshot.empty(context.home()).mailslot(name); // a name that nothing can have makes no home either
        if (!choice.isDurable()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "without a cursor '" + name + "' would go with this command; keep it with --cursor CURSOR, or have"
                            + " it as long as somebody receives: "
                            + context.about("mailslot receive" + context.homeOption(), name, ""));
        }
        try (Kernel kernel = context.attach();
                Receiver receiver = choice.create(kernel, name)) {
            choice.asMade(name, receiver).ifPresent(context::say);
        } catch (SharingViolationException open) {
            context.say("'" + name + "' is there already: " + open.getMessage());
        }
        return 0;
    }
}
