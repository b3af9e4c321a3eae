package io.mailslot.remote;

import io.mailslot.remote.internal.bridge.Json;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** A status as JSON. */
final class BridgeJson {
    private BridgeJson() {}

    static String of(BridgeStatus status) {
        Json undelivered = new Json();
        new TreeMap<>(status.undelivered()).forEach(undelivered::put);
        return new Json()
                .put("schema", BridgeStatus.SCHEMA)
                .put("name", status.name())
                .put("domain", status.domain())
                .put("home", status.home().toString())
                .put("state", status.state().name().toLowerCase(Locale.ROOT))
                .put("problem", status.problem())
                .put("link", link(status.link()))
                .put("outboxes", outboxes(status.outboxes()))
                .put("inlets", inlets(status.inlets()))
                .put("undelivered", undelivered)
                .toString();
    }

    private static Json link(BridgeStatus.Link link) {
        return new Json()
                .put("connected", link.connected())
                .put("server", link.server())
                .put("reconnects", link.reconnects())
                .put("problem", link.problem());
    }

    private static List<Json> outboxes(List<BridgeStatus.Outbox> outboxes) {
        return outboxes.stream()
                .map(outbox -> new Json()
                        .put("name", outbox.name())
                        .put("withdrawn", outbox.withdrawn())
                        .put("unread", outbox.unread())
                        .put("oldest", outbox.oldest())
                        .put("frames", outbox.frames())
                        .put("messages", outbox.messages())
                        .put("bytes", outbox.bytes())
                        .put("pauses", outbox.pauses())
                        .put("problem", outbox.problem()))
                .toList();
    }

    private static List<Json> inlets(List<BridgeStatus.Inlet> inlets) {
        return inlets.stream()
                .map(inlet -> new Json()
                        .put("name", inlet.name())
                        .put("open", inlet.open())
                        .put("frames", inlet.frames())
                        .put("messages", inlet.messages())
                        .put("bytes", inlet.bytes())
                        .put("duplicates", inlet.duplicates())
                        .put("inDoubt", inlet.inDoubt())
                        .put("expired", inlet.expired())
                        .put("garbage", inlet.garbage())
                        .put("denied", inlet.denied())
                        .put("refused", inlet.refused())
                        .put("problem", inlet.problem()))
                .toList();
    }
}
