package io.mailslot.remote;

import io.mailslot.remote.internal.bridge.BridgePoint;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildContext;
import io.mailslot.testkit.ChildSpec;
import io.mailslot.testkit.Jvms;
import java.util.ArrayList;
import java.util.List;

/** A bridge of the test's home in a JVM of its own, which may be killed. */
final class BridgeChild {
    /** Of the child JVM. */
    private static Bridge bridge;

    private BridgeChild() {}

    /** Starts one, and waits until it serves and is connected. */
    static Child start(Jvms jvms, String url, String domain, String name) {
        Child child = jvms.jvm().withName("bridge-" + name).start();
        child.run(c -> serve(c, url, domain, name, true));
        return child;
    }

    /** Starts one that ends at a point, which may be before it serves. */
    static Child startArmed(Jvms jvms, String url, String domain, String name, BridgePoint point, int occurrence) {
        ChildSpec spec = jvms.jvm()
                .withName("bridge-" + name)
                .withSystemProperty(BridgePoint.PROPERTY, point + ":" + occurrence);
        Child child = spec.start().expectEnd(BridgePoint.HALT_STATUS);
        child.begin(c -> serve(c, url, domain, name, false));
        return child;
    }

    private static void serve(ChildContext c, String url, String domain, String name, boolean wait) {
        bridge = Bridge.start(c.kernel(), Machine.options(url, domain, name));
        if (wait && !bridge.awaitConnected(Machine.PATIENCE)) {
            throw new AssertionError("not connected: " + bridge.status());
        }
    }

    /** {@return what came for a mailslot, as the child's bridge tells it: messages, duplicates, in doubt, expired} */
    static List<Long> inlet(Child child, String slot) {
        return child.<ArrayList<Long>>call(c -> bridge.status().inlets().stream()
                .filter(inlet -> inlet.name().equals(slot))
                .map(inlet -> new ArrayList<>(
                        List.of(inlet.messages(), inlet.duplicates(), inlet.inDoubt(), inlet.expired())))
                .findFirst()
                .orElseGet(() -> new ArrayList<>(List.of(0L, 0L, 0L, 0L))));
    }
}
