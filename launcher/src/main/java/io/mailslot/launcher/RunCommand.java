package io.mailslot.launcher;

import io.mailslot.Kernel;
import io.mailslot.api.ChildOptions;
import io.mailslot.api.HandleInfo;
import io.mailslot.api.Inheritance;
import io.mailslot.api.InvalidArgumentException;
import io.mailslot.launcher.sync.Preparation;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Starts a program as a child that inherits handles. */
@Command(
        name = "run",
        header = "Run a program as a process of the home, with inherited handles.",
        description = {
            "",
            "The program attaches with Kernel.attach() and finds the handles that this command inherited itself, "
                    + "under the same numbers. Ends with the program's exit code, or 128 + the number of the signal "
                    + "that ended it; with 3 if there is no such program. SIGTERM and SIGHUP are passed on to the "
                    + "program; Ctrl-C is left to it."
        },
        footer = {"  mailslot run -- java -cp app.jar shop.Orders", "  mailslot run --inherit 4,8 -- ./worker.sh"})
final class RunCommand implements Callable<Integer> {
    @ParentCommand
    private Main main;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--inherit",
            paramLabel = "all|none|4,8",
            converter = InheritanceConverter.class,
            description = "Which inheritable handles the program receives. Default: all.")
    private Inheritance inheritance = Inheritance.all();

    @Parameters(arity = "1..*", paramLabel = "COMMAND", description = "The program and its arguments.")
    private List<String> command;

    @Override
    public Integer call() {
        try {
            return new Program(main, command)
                    .run(ChildOptions.defaults().withInheritance(inheritance), this::requireOpen);
        } catch (InvalidArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), "--inherit: " + wrong.getMessage(), wrong);
        }
    }

    /** All of those to inherit were inherited, so all have the flag. */
    private Preparation.Held requireOpen(Kernel kernel) {
        if (inheritance.handles().isEmpty()) {
            return Preparation.NOTHING;
        }
        List<Integer> open = kernel.handles().stream().map(HandleInfo::handle).toList();
        for (int handle : inheritance.handles()) {
            if (!open.contains(handle)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--inherit: there is no handle " + handle + " to pass on: this command was started "
                                + (open.isEmpty() ? "without any" : "with " + open)
                                + "; a program has those that the one which started it let it inherit");
            }
        }
        return Preparation.NOTHING;
    }
}
