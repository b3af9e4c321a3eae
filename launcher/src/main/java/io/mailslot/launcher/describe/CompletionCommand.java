package io.mailslot.launcher.describe;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what a shell needs to complete command lines. */
@Command(
        name = "completion",
        header = "Print what bash, zsh or fish needs to complete command lines.",
        description = {
            "",
            "Completed are commands, options, their values, and the names of the mailslots that are there; these without "
                    + "a start of Java. The packed tool has the same scripts below share."
        },
        footer = {
            "  mailslot completion bash > ~/.local/share/bash-completion/completions/mailslot",
            "  mailslot completion zsh > ~/.zfunc/_mailslot",
            "  mailslot completion fish > ~/.config/fish/completions/mailslot.fish"
        })
public final class CompletionCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "One of: ${COMPLETION-CANDIDATES}.")
    private Shell shell;

    /** For the command line. */
    public CompletionCommand() {}

    /**
     * The scripts of all shells.
     *
     * @param whole the command line
     * @return each by the file below {@code share} in which its shell looks for it
     */
    public static Map<String, String> files(CommandLine whole) {
        return Map.of(
                "bash-completion/completions/mailslot", Shell.bash.script(whole),
                "zsh/site-functions/_mailslot", Shell.zsh.script(whole),
                "fish/vendor_completions.d/mailslot.fish", Shell.fish.script(whole));
    }

    @Override
    public Integer call() {
        CommandLine whole = spec.commandLine().getParent();
        PrintWriter out = whole.getOut();
        out.print(shell.script(whole));
        return 0;
    }

    /** A shell that has completion, as people type it. */
    enum Shell {
        bash,
        zsh,
        fish;

        String script(CommandLine whole) {
            List<Described> commands = Described.all(whole);
            Described tool = Described.of(whole.getCommandSpec());
            return switch (this) {
                case bash -> BashScript.of(tool, commands);
                case zsh -> ZshScript.of(tool, commands);
                case fish -> FishScript.of(tool, commands);
            };
        }
    }
}
