package io.mailslot.remote;

import io.mailslot.remote.internal.bridge.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/** A status as JSON, of which some may be left out where there is no room for all. */
final class BridgeJson {
    /** Of eight parts of the room, what the names of mailslots that are not here may take, and they and the inlets together. */
    private static final int UNDELIVERED = 1;

    private static final int ALL_BUT_OUTBOXES = 4;
    private static final int PARTS = 8;

    /** What the numbers of what is left out may take more than zeros, and a comma. */
    private static final int NUMBERS = 3 * 20;

    private final BridgeStatus status;

    private BridgeJson(BridgeStatus status) {
        this.status = status;
    }

    /** All of it. */
    static String of(BridgeStatus status) {
        return of(status, Long.MAX_VALUE);
    }

    /**
     * As much of it as has room, of outboxes and inlets first those of which something is to be told; how many are left out is
     * in it.
     *
     * @param bytes how many of UTF-8 it may have
     */
    static String of(BridgeStatus status, long bytes) {
        BridgeJson json = new BridgeJson(status);
        long room = bytes - size(json.with(List.of(), List.of(), Map.of())) - NUMBERS;
        Map<String, Long> undelivered = undelivered(status, room / PARTS * UNDELIVERED);
        long left = room / PARTS * ALL_BUT_OUTBOXES - size(json(undelivered));
        List<Json> inlets = fitting(
                status.inlets(), inlet -> inlet.open() && inlet.problem().isEmpty(), BridgeJson::json, left);
        left = room
                - size(json(undelivered))
                - inlets.stream().mapToLong(BridgeJson::size).sum();
        List<Json> outboxes = fitting(status.outboxes(), BridgeJson::isCalm, BridgeJson::json, left);
        return json.with(outboxes, inlets, undelivered).toString();
    }

    private static boolean isCalm(BridgeStatus.Outbox outbox) {
        return outbox.unread() == 0 && outbox.problem().isEmpty() && !outbox.withdrawn();
    }

    private static Map<String, Long> undelivered(BridgeStatus status, long bytes) {
        Map<String, Long> fitting = new TreeMap<>();
        long left = bytes;
        for (Map.Entry<String, Long> each : new TreeMap<>(status.undelivered()).entrySet()) {
            left -= size(new Json().put(each.getKey(), each.getValue()));
            if (left < 0) {
                break;
            }
            fitting.put(each.getKey(), each.getValue());
        }
        return fitting;
    }

    /** Those for which there is room, in their order; the calm ones only if there is room for more than the others. */
    private static <T> List<Json> fitting(List<T> all, Predicate<T> calm, Function<T, Json> json, long bytes) {
        List<Json> texts = all.stream().map(json).toList();
        boolean[] taken = new boolean[all.size()];
        long left = bytes;
        for (boolean now : new boolean[] {false, true}) {
            for (int i = 0; i < taken.length; i++) {
                long size = size(texts.get(i));
                if (calm.test(all.get(i)) == now && size <= left) {
                    left -= size;
                    taken[i] = true;
                }
            }
        }
        List<Json> fitting = new ArrayList<>();
        for (int i = 0; i < taken.length; i++) {
            if (taken[i]) {
                fitting.add(texts.get(i));
            }
        }
        return fitting;
    }

    /** With a comma. */
    private static long size(Json json) {
        return json.toString().getBytes(StandardCharsets.UTF_8).length + 1L;
    }

    private Json with(List<Json> outboxes, List<Json> inlets, Map<String, Long> undelivered) {
        return new Json()
                .put("schema", BridgeStatus.SCHEMA)
                .put("name", status.name())
                .put("domain", status.domain())
                .put("home", status.home().toString())
                .put("state", status.state().name().toLowerCase(Locale.ROOT))
                .put("problem", status.problem())
                .put("link", json(status.link()))
                .put("outboxes", outboxes)
                .put("inlets", inlets)
                .put("undelivered", json(undelivered))
                .put(
                        "leftOut",
                        new Json()
                                .put("outboxes", status.outboxes().size() - outboxes.size())
                                .put("inlets", status.inlets().size() - inlets.size())
                                .put("undelivered", status.undelivered().size() - undelivered.size()));
    }

    private static Json json(Map<String, Long> numbers) {
        Json json = new Json();
        numbers.forEach(json::put);
        return json;
    }

    private static Json json(BridgeStatus.Link link) {
        return new Json()
                .put("connected", link.connected())
                .put("server", link.server())
                .put("reconnects", link.reconnects())
                .put("problem", link.problem());
    }

    private static Json json(BridgeStatus.Outbox outbox) {
        return new Json()
                .put("name", outbox.name())
                .put("withdrawn", outbox.withdrawn())
                .put("unread", outbox.unread())
                .put("oldest", outbox.oldest())
                .put("frames", outbox.frames())
                .put("messages", outbox.messages())
                .put("bytes", outbox.bytes())
                .put("pauses", outbox.pauses())
                .put("problem", outbox.problem());
    }

    private static Json json(BridgeStatus.Inlet inlet) {
        return new Json()
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
                .put("problem", inlet.problem());
    }
}
