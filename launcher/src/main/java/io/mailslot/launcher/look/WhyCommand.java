package io.mailslot.launcher.look;

import io.mailslot.inspect.HomeSnapshot;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Tells why something does not go on. */
@Command(
        name = "why",
        header = "Tell why something does not go on: what it waits for, who could end that, and how.",
        description = {
            "",
            "Given a mailslot, an event, a semaphore, a mutex, a file or a process, it follows what waits for what, to whoever holds "
                    + "it, and says how that is; what helps stands behind '->'."
        },
        footer = {"  mailslot why orders", "  mailslot why 4711"})
public final class WhyCommand extends LookCommand {
    @Parameters(paramLabel = "NAME|PID|0xOBJECT", description = "What does not go on.")
    private String wanted;

    /** For the command line. */
    public WhyCommand() {}

    @Override
    SnapshotJson.Parts parts(HomeSnapshot home) {
        return SnapshotJson.Parts.none();
    }

    @Override
    Map<String, Object> document(HomeSnapshot home) {
        Reasons reasons = reasons(home);
        Map<String, Object> document = super.document(home);
        document.put("subject", wanted);
        document.put("reasons", reasons.lines());
        document.put("advice", List.copyOf(reasons.advice()));
        return document;
    }

    @Override
    void print(HomeSnapshot home) throws IOException {
        Reasons reasons = reasons(home);
        for (String line : reasons.lines()) {
            context().line(line);
        }
        for (String line : reasons.advice()) {
            context().line("  -> " + line);
        }
    }

    private Reasons reasons(HomeSnapshot home) {
        Reasons reasons = new Reasons(home, context(), homeOption(home), isWithinReach(home));
        reasons.explain(wanted);
        return reasons;
    }
}
