package io.mailslot.launcher.remote;

import io.mailslot.Kernel;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.Timeouts;
import io.mailslot.launcher.act.ActContext.Interruptible;
import io.mailslot.remote.Bridge;
import io.mailslot.remote.BridgeOptions;
import io.mailslot.remote.BridgeStatus;
import java.nio.file.Path;
import java.time.Duration;

/** The bridge, in this JVM, until a signal ends it. */
final class BridgeRun {
    /** How long a signal waits until the bridge has let go of what it is at. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    /** When somebody who watches is told that it is still not connected. */
    private static final Duration LONG = Duration.ofSeconds(3);

    /** How often it is looked then. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final RemoteContext context;
    private final Bridge bridge;

    private BridgeRun(RemoteContext context, Bridge bridge) {
        this.context = context;
        this.bridge = bridge;
    }

    static int run(RemoteContext context, Path config, Duration wait) {
        BridgeOptions options = BridgeOptions.load(config);
        try (Interruptible interruption = context.interruptible(PATIENCE);
                Kernel kernel = context.attach();
                Bridge bridge = Bridge.start(kernel, options)) {
            context.say(
                    "bridge of machine " + options.name() + " in domain " + options.domain() + " for " + kernel.home());
            new BridgeRun(context, bridge).untilItsEnd(wait);
            return interruption.requested() ? context.exitCode(ErrorCode.OPERATION_ABORTED) : 0;
        }
    }

    /** Fails if the bridge does, or if a signal ends it. */
    private void untilItsEnd(Duration wait) {
        Duration first = wait != null && wait.compareTo(LONG) < 0 ? wait : LONG;
        boolean soon = bridge.awaitConnected(first);
        if (!soon && first.equals(LONG)) {
            context.say(hindrance());
        }
        if (!soon && wait != null && !bridge.awaitConnected(wait.minus(first))) {
            throw context.failure(
                    ErrorCode.SEM_TIMEOUT, "not connected within " + context.duration(wait) + ": " + hindrance());
        }
        boolean over = soon;
        while (!over) {
            over = bridge.status().link().connected() || bridge.awaitEnd(LOOK);
        }
        context.say("connected to " + bridge.status().link().server());
        bridge.awaitEnd(Timeouts.FOREVER);
        bridge.failure().ifPresent(failure -> {
            throw failure;
        });
    }

    private String hindrance() {
        BridgeStatus status = bridge.status();
        if (status.state() == BridgeStatus.State.STANDBY) {
            return "another bridge serves this home; this one takes over when that one ends";
        }
        String problem = status.link().problem();
        return "no server was reached yet, and it is tried again" + (problem.isEmpty() ? "" : ": " + problem);
    }
}
