package io.mailslot.launcher.look;

import io.mailslot.api.ErrorCode;
import io.mailslot.inspect.HomeSnapshot;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
        for (String line : withAdvice(reasons(home))) {
            context().line(line);
        }
    }

    /**
     * Tells why something does not go on, in a home that commands reach.
     *
     * @param home as it is
     * @param context of the command
     * @param wanted a name, a process id or an object
     * @return sentences, and behind arrows commands that may help; none if there is nothing of that name
     */
    public static List<String> explain(HomeSnapshot home, LookContext context, String wanted) {
        Reasons reasons = new Reasons(home, context, context.homeOption(), true);
        reasons.explain(wanted);
        return withAdvice(reasons);
    }

    private static List<String> withAdvice(Reasons reasons) {
        return Stream.concat(reasons.lines().stream(), reasons.advice().stream().map(line -> "  -> " + line))
                .toList();
    }

    private Reasons reasons(HomeSnapshot home) {
        Reasons reasons = new Reasons(home, context(), homeOption(home), isWithinReach(home));
        if (!reasons.explain(wanted)) {
            throw context()
                    .failure(
                            ErrorCode.FILE_NOT_FOUND,
                            "no mailslot, object or process '" + wanted + "' in " + home.home()
                                    + "; see what exists with: mailslot ls" + homeOption(home) + ", objects or ps");
        }
        return reasons;
    }
}
