package io.mailslot.benchmarks.race;

import io.mailslot.benchmarks.transport.RemoteTransport;
import io.mailslot.benchmarks.transport.RemoteTransport.MachineEnd;
import io.mailslot.remote.Bridge;
import java.io.IOException;
import java.lang.ref.Reference;

/** The bridge of one machine. */
final class BridgeSide {
    private BridgeSide() {}

    /** Says that it is connected, and stays until it is ended. */
    static void run(Task task) throws IOException {
        Side.endWithParent();
        try {
            Bridge bridge = RemoteTransport.bridge(task.folder(), MachineEnd.values()[task.number("machine")]);
            Side.say("ready");
            Side.listen();
            Reference.reachabilityFence(bridge);
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }
}
