package io.mailslot.launcher.health;

import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.launcher.look.Bridging;
import io.mailslot.launcher.look.Bridging.Outbox;
import io.mailslot.launcher.look.Bridging.Way;
import io.mailslot.launcher.look.LookContext;
import io.mailslot.launcher.look.Snapshots;
import io.mailslot.launcher.look.Words;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** How the way to other machines is; nothing where nothing goes there. */
final class BridgeRemarks {
    private static final String ABOUT = "bridge";

    private final LookContext context;
    private final String homeOption;
    private final boolean withinReach;
    private final Bridging bridging;
    private final List<Remark> remarks = new ArrayList<>();

    private BridgeRemarks(LookContext context, Path from, HomeSnapshot home) {
        this.context = context;
        this.homeOption = Snapshots.homeOption(context, from, home);
        this.withinReach = Snapshots.isWithinReach(from, home);
        this.bridging = Bridging.of(home);
    }

    static List<Remark> of(LookContext context, Path from, HomeSnapshot home) {
        BridgeRemarks remarks = new BridgeRemarks(context, from, home);
        if (remarks.bridging.isThere()) {
            remarks.judge();
        }
        return remarks.remarks;
    }

    private void judge() {
        noBridge();
        noLink();
        oldServers();
        bridging.outboxes().stream()
                .filter(outbox -> bridging.way(outbox) == Way.WITHDRAWN)
                .forEach(this::withdrawn);
        if (remarks.isEmpty()) {
            String who = bridging.bridge()
                    .map(process -> bridging.words() + ", process " + process.processId())
                    .orElse("no bridge runs");
            remarks.add(Remark.ok(ABOUT, who + "; " + waiting(bridging.outboxes())));
        }
    }

    /** What was written is kept, and nobody is told of it who does not look. */
    private void noBridge() {
        if (bridging.bridge().isPresent() || bridging.waiting() == 0) {
            return;
        }
        String text = "no bridge runs, and what goes to other machines stays here: " + waiting(bridging.outboxes());
        boolean full = bridging.outboxes().stream().anyMatch(outbox -> Words.isFull(outbox.mailslot()));
        Remark remark = full ? Remark.fail(ABOUT, text + "; one is full") : Remark.warn(ABOUT, text);
        add(remark, "mailslot bridge" + homeOption + " --config FILE");
    }

    private void noLink() {
        if (bridging.bridge().isEmpty() || bridging.connected().orElse(true)) {
            return;
        }
        String text = "the bridge, process " + bridging.bridge().get().processId() + ", reaches no server: "
                + waiting(bridging.outboxes());
        boolean full = bridging.outboxes().stream().anyMatch(outbox -> Words.isFull(outbox.mailslot()));
        Remark remark = full ? Remark.fail(ABOUT, text + "; one is full") : Remark.warn(ABOUT, text);
        add(remark, "mailslot bridge status" + homeOption);
    }

    private void oldServers() {
        if (bridging.hasOldServers()) {
            String text = "the servers of the bridge are old: those of a cluster may differ in what they have stored,"
                    + " and lose some of it when another one leads; have newer ones";
            add(Remark.warn(ABOUT, text), "mailslot bridge status" + homeOption);
        }
    }

    private void withdrawn(Outbox outbox) {
        String name = outbox.mailslot().name();
        Remark remark = Remark.warn(
                ABOUT,
                "outbox " + name + " keeps " + Words.count(outbox.mailslot().messageCount(), "message")
                        + " which the bridge does not take: have it in 'send' of its configuration again, or delete it");
        add(remark, "mailslot rm" + homeOption + " " + context.shellWord(name));
    }

    private void add(Remark remark, String fix) {
        remarks.add(withinReach ? remark.fix(fix) : remark);
    }

    private static String waiting(List<Outbox> outboxes) {
        List<Outbox> some = outboxes.stream()
                .filter(outbox -> outbox.mailslot().messageCount() > 0)
                .toList();
        if (some.isEmpty()) {
            return Words.count(outboxes.size(), "outbox") + ", nothing waits";
        }
        return some.stream()
                .map(outbox -> Words.count(outbox.mailslot().messageCount(), "message") + " in "
                        + outbox.mailslot().name())
                .collect(Collectors.joining(", "));
    }
}
