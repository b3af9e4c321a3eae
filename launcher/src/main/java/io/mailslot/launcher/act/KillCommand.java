package io.mailslot.launcher.act;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.ProcessObject;
import io.mailslot.inspect.ProcessStatus;
import io.mailslot.launcher.look.Words;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Ends a process at once. */
@Command(
        name = "kill",
        header = "End a process of the home at once, with an exit code.",
        description = {
            "",
            "It cannot refuse, and does nothing more; its handles are closed, and those who wait for it see the exit code. Ended "
                    + "is the process that was seen, and none that has its id by now."
        },
        footer = {"  mailslot kill 4711", "  mailslot kill 4711 --exit-code 3 --yes"})
public final class KillCommand extends ActCommand {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** What the system tells of whom SIGKILL has ended. */
    private static final String USUAL_CODE = "137";

    @Parameters(paramLabel = "PID", description = "The process.")
    private long processId;

    @Option(
            names = "--exit-code",
            paramLabel = "N",
            defaultValue = USUAL_CODE,
            description = "What others see as its exit code. Default: ${DEFAULT-VALUE}, as of all that SIGKILL ends.")
    private int exitCode;

    /** For the command line. */
    public KillCommand() {}

    @Override
    Deed deed(ActContext context) {
        ProcessStatus process = Members.of(context).process(processId);
        return new Deed() {
            @Override
            public String words() {
                int uses = process.usageCount();
                return "end process " + Members.words(process) + ", object " + Words.address(process.objectId())
                        + ", with its " + Words.count(process.handles().size(), "handle")
                        + "; usage count " + uses + ", then " + (uses - 1);
            }

            @Override
            public void describe(Map<String, Object> document) {
                Members.put(document, process);
                document.put("usesBefore", process.usageCount());
                document.put("exitCode", exitCode);
            }

            @Override
            public void run(Map<String, Object> document) {
                end(context, process);
                document.put("usesAfter", Members.of(context).uses(process.objectId()));
            }
        };
    }

    private void end(ActContext context, ProcessStatus seen) {
        AccessRight[] rights = {AccessRight.TERMINATE, AccessRight.SYNCHRONIZE, AccessRight.QUERY_INFORMATION};
        try (Kernel kernel = context.attach();
                ProcessObject process = Members.of(context).open(kernel, seen, rights)) {
            process.terminate(exitCode);
            if (!process.waitForEnd(PATIENCE)) {
                throw context.failure(
                        ErrorCode.SEM_TIMEOUT,
                        "process " + seen.processId() + " was killed and has not ended within " + PATIENCE.toSeconds()
                                + " s; the system keeps it, in a read or write that cannot be broken off");
            }
        }
    }
}
