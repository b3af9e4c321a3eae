package io.mailslot.launcher.remote;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Lists the machines that can be reached. */
@Command(
        name = "computers",
        header = "List the machines whose bridges answer, and what they take.",
        description = {
            "",
            "Asks the bridge of this home, which asks all others of its domain. Who is away now is not listed."
        },
        footer = {"  mailslot computers", "  mailslot computers --json | jq -r '.computers[].name'"})
public final class ComputersCommand implements Callable<Integer> {
    @ParentCommand
    private RemoteParent parent;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    /** For the command line. */
    public ComputersCommand() {}

    @Override
    public Integer call() throws IOException {
        RemoteContext context = parent.remotes();
        String answer = BridgeQuestion.ask(context, "computers");
        if (json) {
            context.json(Document.of(context, answer).values());
        } else {
            ComputersText.print(context, Document.of(context, answer));
        }
        return 0;
    }
}
