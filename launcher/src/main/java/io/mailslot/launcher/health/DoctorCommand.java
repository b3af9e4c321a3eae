package io.mailslot.launcher.health;

import io.mailslot.api.MailslotException;
import io.mailslot.inspect.Detail;
import io.mailslot.inspect.Finding;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.launcher.health.Remark.Level;
import io.mailslot.launcher.look.LookContext;
import io.mailslot.launcher.look.LookParent;
import io.mailslot.launcher.look.SnapshotJson;
import io.mailslot.launcher.look.Snapshots;
import io.mailslot.launcher.look.Words;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Tells people what is not as it should be. */
@Command(
        name = "doctor",
        header = "Look for what is wrong with the home and around it, and say what mends it.",
        description = {
            "",
            "A line for each thing that was looked at: ok, warn or FAIL, and below it commands that mend it, or tell more. It changes "
                    + "nothing. Ends with 1 if something has failed, else with 0."
        },
        footer = {
            "  mailslot doctor",
            "  mailslot doctor --json | jq '.remarks[] | select(.level != \"ok\")'",
            "  mailslot doctor --from before.json"
        })
public final class DoctorCommand implements Callable<Integer> {
    /** What is broken only while somebody makes a change is given so long to mend. */
    private static final Duration PATIENCE = Duration.ofMillis(300);

    private static final String VERIFIER = "verifier";

    @ParentCommand
    private LookParent parent;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description = "Judge what 'snapshot' has written to a file, and nothing else.")
    private Path from;

    /** For the command line. */
    public DoctorCommand() {}

    @Override
    public Integer call() throws IOException {
        LookContext context = parent.looks();
        List<Remark> remarks = new ArrayList<>();
        HomeSnapshot home = from == null ? ofMachine(context, remarks) : ofFile(context, remarks);
        if (home != null) {
            remarks.addAll(new SnapshotRemarks(context, from, home).all());
        }
        if (home != null && from == null) {
            remarks.addAll(new LimitRemarks(Path.of("/proc")).of(home));
            verify(context, home, remarks);
        }
        if (json) {
            HomeSnapshot head = home == null ? HomeSnapshot.empty(context.home()) : home;
            Map<String, Object> document = SnapshotJson.head(head);
            document.put("remarks", remarks.stream().map(Remark::json).toList());
            context.json(document);
        } else {
            for (Remark remark : remarks) {
                remark.print(context);
            }
        }
        return remarks.stream().anyMatch(remark -> remark.level() == Level.FAIL) ? 1 : 0;
    }

    private HomeSnapshot ofFile(LookContext context, List<Remark> remarks) throws IOException {
        HomeSnapshot home = Snapshots.read(context, from);
        remarks.add(HomeRemarks.told(home));
        return home;
    }

    /** Looks at the machine, and at the home; null if that cannot be. */
    private static HomeSnapshot ofMachine(LookContext context, List<Remark> remarks) throws IOException {
        remarks.addAll(new JavaRemarks(context::shellWord).all());
        remarks.add(SystemRemarks.kernel());
        HomeSnapshot home;
        try {
            home = Snapshots.read(context, null, Detail.FILE_SYSTEM, Detail.ERRORS);
        } catch (MailslotException refused) {
            remarks.add(Remark.fail("home", refused.getMessage()));
            return null;
        }
        remarks.add(HomeRemarks.directory(context, home));
        HomeRemarks.lost(context, home.home()).ifPresent(remarks::add);
        return home;
    }

    private static void verify(LookContext context, HomeSnapshot home, List<Remark> remarks) {
        List<Finding> findings;
        try {
            findings = HomeVerifier.verify(home.home(), PATIENCE);
        } catch (MailslotException refused) {
            remarks.add(Remark.fail(VERIFIER, refused.getMessage()));
            return;
        }
        int before = remarks.size();
        for (Finding finding : findings) {
            judge(context, finding, remarks);
        }
        if (remarks.size() == before) {
            int handles = home.processes().stream()
                    .mapToInt(process -> process.handles().size())
                    .sum();
            remarks.add(Remark.ok(
                    VERIFIER,
                    "verifier: 0 findings in " + Words.count(home.objects().size(), "object") + ", "
                            + Words.count(handles, "handle")));
        }
    }

    private static void judge(LookContext context, Finding finding, List<Remark> remarks) {
        String gc = "mailslot gc" + context.homeOption();
        String text = "verifier: " + Words.lower(finding.kind()) + ": " + finding.detail();
        switch (finding.kind()) {
            case DEAD_PROCESS -> {} // told already
            case UNSEEN -> remarks.add(Remark.warn(VERIFIER, text));
            case UNFINISHED_CHANGE, ORPHAN_FILE ->
                remarks.add(Remark.warn(VERIFIER, text).fix(gc));
            default ->
                remarks.add(Remark.fail(VERIFIER, text)
                        .fix(gc)
                        .detail("mailslot snapshot" + context.homeOption() + " > broken.json"));
        }
    }
}
