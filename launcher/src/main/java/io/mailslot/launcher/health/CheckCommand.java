package io.mailslot.launcher.health;

import io.mailslot.api.MailslotException;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.launcher.look.LookContext;
import io.mailslot.launcher.look.LookParent;
import io.mailslot.launcher.look.Snapshots;
import io.mailslot.launcher.look.Words;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Tells monitoring whether all is well. */
@Command(
        name = "check",
        header = "Tell monitoring in one line, and by the exit code, whether the home is well.",
        description = {
            "",
            "Ends with 0 if all is well, 1 for a warning, 2 if something is critical, and 3 if that cannot be told: also if the command line "
                    + "is wrong, or there is no home. WARN and CRIT are numbers of which more is too much. Without any of the first "
                    + "four options: --fill 80:95 --stopped --unreaped."
        },
        footer = {
            "  mailslot check --unread orders:10000:100000 --fill 80:95 --stopped",
            "  mailslot check --format openmetrics"
        },
        exitCodeOnInvalidInput = CheckCommand.UNKNOWN,
        exitCodeOnExecutionException = CheckCommand.UNKNOWN)
public final class CheckCommand implements Callable<Integer> {
    static final int UNKNOWN = 3;

    private static final Threshold USUAL_FILL = new Threshold("", 80, 95);

    @ParentCommand
    private LookParent parent;

    @Option(
            names = "--unread",
            paramLabel = "NAME:WARN:CRIT",
            description = "Messages that are unread in a mailslot, by the receiver that lags most; may be given again.")
    private List<String> unread = List.of();

    @Option(
            names = "--fill",
            paramLabel = "WARN:CRIT",
            description = "How full each mailslot is, in per cent; those that drop their oldest messages do not count.")
    private String fill;

    @Option(names = "--stopped", description = "Stopped processes; critical if others wait for what they have.")
    private boolean stopped;

    @Option(names = "--unreaped", description = "Dead processes that nobody has cleared away: a warning.")
    private boolean unreaped;

    @Option(names = "--format", paramLabel = "FORMAT", description = "One of ${COMPLETION-CANDIDATES}.")
    private Format format = Format.nagios;

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description = "Judge what 'snapshot' has written to a file, not a home.")
    private Path from;

    @Spec
    private CommandSpec spec;

    /** As people type it. */
    enum Format {
        nagios,
        json,
        openmetrics
    }

    /** For the command line. */
    public CheckCommand() {}

    @Override
    public Integer call() throws IOException {
        LookContext context = parent.looks();
        List<Threshold> mailslots = new ArrayList<>();
        Threshold filled;
        try {
            unread.forEach(text -> mailslots.add(Threshold.of("--unread", text, true)));
            filled = fill == null ? null : Threshold.of("--fill", fill, false);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), wrong.getMessage());
        }
        boolean all = mailslots.isEmpty() && filled == null && !stopped && !unreaped;
        Verdict verdict = new Verdict();
        HomeSnapshot home = null;
        try {
            home = Snapshots.read(context, from);
        } catch (MailslotException | IOException cannotLook) {
            verdict.add(Status.UNKNOWN, String.valueOf(cannotLook.getMessage()));
        }
        if (home != null && home.layoutVersion() == 0) {
            verdict.add(Status.UNKNOWN, "there is no home " + home.home());
        } else if (home != null) {
            HomeSnapshot seen = home;
            mailslots.forEach(each -> verdict.unread(seen, each));
            if (all || filled != null) {
                verdict.fill(home, all ? USUAL_FILL : filled);
            }
            if (all || stopped) {
                verdict.stopped(home);
            }
            if (all || unreaped) {
                verdict.unreaped(home);
            }
            verdict.unseen(home);
        }
        VerdictText text = new VerdictText(verdict, context);
        switch (format) {
            case nagios -> context.line(text.line(home == null ? "" : summary(home)));
            case json -> context.json(text.json(context.home(), home));
            case openmetrics -> {
                for (String line : text.metrics().split("\n")) {
                    context.line(line);
                }
            }
        }
        context.flush();
        return verdict.status().exitCode();
    }

    private static String summary(HomeSnapshot home) {
        return Words.count(home.mailslots().size(), "mailslot") + ", "
                + Words.count(home.processes().size(), "process");
    }
}
