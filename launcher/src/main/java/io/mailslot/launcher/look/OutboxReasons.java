package io.mailslot.launcher.look;

import io.mailslot.launcher.look.Bridging.Outbox;
import java.util.ArrayList;
import java.util.List;

/** Why what is in an outbox does not leave it: sentences, and commands that may help. */
final class OutboxReasons {
    private final LookContext context;
    private final String homeOption;
    private final Bridging bridging;
    private final List<String> lines = new ArrayList<>();
    private final List<String> advice = new ArrayList<>();

    private OutboxReasons(Bridging bridging, LookContext context, String homeOption) {
        this.bridging = bridging;
        this.context = context;
        this.homeOption = homeOption;
    }

    static OutboxReasons of(Outbox outbox, Bridging bridging, LookContext context, String homeOption) {
        OutboxReasons reasons = new OutboxReasons(bridging, context, homeOption);
        reasons.explain(outbox);
        return reasons;
    }

    List<String> lines() {
        return lines;
    }

    List<String> advice() {
        return advice;
    }

    private void explain(Outbox outbox) {
        String who = bridging.processId().isPresent()
                ? "process " + bridging.processId().getAsLong()
                : "";
        lines.add("it is an outbox: the bridge takes from it what goes to " + outbox.target());
        switch (bridging.way(outbox)) {
            case NO_BRIDGE -> {
                lines.add("no bridge runs in this home: what is written stays here, and goes on once there is one");
                advice.add("start the bridge:          mailslot bridge" + homeOption + " --config FILE");
            }
            case WITHDRAWN -> {
                lines.add("the bridge (" + who
                        + ") does not take from it: 'send' of its configuration does not have it, or the "
                        + "bridge has just begun");
                advice.add("ask the bridge:            mailslot bridge status" + homeOption);
                advice.add("or have nothing kept:      mailslot rm" + homeOption + " "
                        + context.shellWord(outbox.mailslot().name()));
            }
            case STOPPED -> lines.add("the bridge (" + who + ") is STOPPED");
            case NO_LINK -> {
                lines.add("the bridge (" + who + ") reaches no server: it tries again for ever, and nothing is lost");
                advice.add("hear what is wrong:        mailslot bridge status" + homeOption);
            }
            case OPEN ->
                lines.add("the bridge (" + who + ") carries"
                        + (bridging.connected().isPresent() ? ", and is connected" : "")
                        + "; what stays here it could not hand over: the machine that receives may be full, or away");
        }
    }
}
