package io.mailslot.remote.harness;

import io.mailslot.remote.Bridge;
import io.mailslot.remote.BridgeOptions;
import io.mailslot.remote.BridgeStatus;
import io.mailslot.testkit.ChildContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.function.ToLongFunction;

/** The bridge of a machine, in the JVM that can be killed. */
final class BridgeHost {
    private static final String NOBODY = "nats://127.0.0.1:1";
    private static final long LOOK_MILLIS = 10;

    private static Bridge bridge;

    private BridgeHost() {}

    static void start(ChildContext child, String configuration) {
        bridge = Bridge.start(child.kernel(), BridgeOptions.load(Path.of(configuration)));
    }

    static void awaitConnected(long millis) throws InterruptedException {
        if (!bridge.awaitConnected(Duration.ofMillis(millis))) {
            throw new AssertionError("the bridge is not connected after " + millis + " ms: " + bridge.status());
        }
    }

    static Counts counts() {
        List<BridgeStatus.Outbox> outboxes = bridge.status().outboxes();
        List<BridgeStatus.Inlet> inlets = bridge.status().inlets();
        return new Counts(
                sum(outboxes, BridgeStatus.Outbox::messages),
                sum(outboxes, BridgeStatus.Outbox::pauses),
                sum(inlets, BridgeStatus.Inlet::messages),
                sum(inlets, BridgeStatus.Inlet::duplicates),
                sum(inlets, BridgeStatus.Inlet::inDoubt),
                sum(inlets, BridgeStatus.Inlet::expired),
                sum(inlets, BridgeStatus.Inlet::garbage),
                sum(inlets, BridgeStatus.Inlet::denied));
    }

    private static <T> long sum(List<T> parts, ToLongFunction<T> count) {
        return parts.stream().mapToLong(count).sum();
    }

    static String status() {
        return bridge.status().toString();
    }

    static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** What most bridges do, for an archive of the classes that they need. */
    static void rehearse(ChildContext child) throws InterruptedException {
        Properties settings = new Properties();
        settings.setProperty("name", "somebody");
        settings.setProperty("domain", "rehearsal");
        settings.setProperty("servers", NOBODY);
        settings.setProperty("tls", "off");
        settings.setProperty("send", "other/rehearsal, */news");
        try (Bridge rehearsed = Bridge.start(child.kernel(), BridgeOptions.of(settings))) {
            while (rehearsed.status().outboxes().isEmpty()) {
                Thread.sleep(LOOK_MILLIS);
            }
            child.kernel().openMailslot("\\\\other\\mailslot\\rehearsal").write("text");
            rehearsed.status();
        }
    }
}
