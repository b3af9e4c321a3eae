package io.mailslot.launcher.remote;

import io.mailslot.launcher.look.Tone;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** How a bridge is, for people. */
final class StatusText {
    private StatusText() {}

    static void print(RemoteContext context, Document status) throws IOException {
        context.line("machine " + status.text("name") + " in domain " + status.text("domain"));
        link(context, status.object("link"));
        problem(context, status.text("problem"));
        outboxes(context, status);
        inlets(context, status);
        undelivered(context, status);
        leftOut(context, status.object("leftOut"));
    }

    private static void link(RemoteContext context, Document link) throws IOException {
        boolean connected = link.flag("connected");
        String server = link.text("server");
        context.line(
                "",
                (connected
                                ? "connected to " + server
                                : "NOT CONNECTED" + (server.isEmpty() ? "" : ", was to " + server))
                        + ", " + link.number("reconnects") + " reconnects",
                connected ? Tone.PLAIN : Tone.BAD);
        problem(context, link.text("problem"));
    }

    private static void problem(RemoteContext context, String problem) throws IOException {
        if (!problem.isEmpty()) {
            context.line("", problem, Tone.BAD);
        }
    }

    private static void outboxes(RemoteContext context, Document status) throws IOException {
        Rows rows = Rows.of("OUTBOX", "#UNREAD", "PROBLEM", "#MESSAGES", "#FRAMES", "#PAUSES", "#OLDEST", "#BYTES");
        for (Document outbox : status.list("outboxes")) {
            rows.add(
                    outbox.text("name"),
                    outbox.number("unread"),
                    outbox.flag("withdrawn") ? "withdrawn" : outbox.text("problem"),
                    outbox.number("messages"),
                    outbox.number("frames"),
                    outbox.number("pauses"),
                    outbox.number("oldest"),
                    outbox.number("bytes"));
        }
        below(context, rows);
    }

    private static void inlets(RemoteContext context, Document status) throws IOException {
        Rows rows = Rows.of(
                "MAILSLOT",
                "#MESSAGES",
                "PROBLEM",
                "#FRAMES",
                "#TWICE",
                "#IN-DOUBT",
                "#EXPIRED",
                "#DENIED",
                "#REFUSED",
                "#GARBAGE",
                "#BYTES");
        for (Document inlet : status.list("inlets")) {
            rows.add(
                    inlet.text("name"),
                    inlet.number("messages"),
                    inlet.flag("open") ? inlet.text("problem") : "not there",
                    inlet.number("frames"),
                    inlet.number("duplicates"),
                    inlet.number("inDoubt"),
                    inlet.number("expired"),
                    inlet.number("denied"),
                    inlet.number("refused"),
                    inlet.number("garbage"),
                    inlet.number("bytes"));
        }
        below(context, rows);
    }

    private static void below(RemoteContext context, Rows rows) throws IOException {
        if (!rows.isEmpty()) {
            context.line("");
            rows.print(context);
        }
    }

    /** What has no room in an answer: very many of them are. */
    private static void leftOut(RemoteContext context, Document leftOut) throws IOException {
        for (String what : List.of("outboxes", "inlets", "undelivered")) {
            long more = leftOut.number(what);
            if (more > 0) {
                String named =
                        what.equals("outboxes") ? "outboxes" : what.equals("inlets") ? "mailslots" : "names kept for";
                context.line("", "and " + more + " " + named + " more, for which there is no room here", Tone.PLAIN);
            }
        }
    }

    /** What waits at the server for mailslots that nobody has here. */
    private static void undelivered(RemoteContext context, Document status) throws IOException {
        Rows rows = Rows.of("KEPT-FOR", "#FRAMES");
        for (Map.Entry<String, Object> each :
                status.object("undelivered").values().entrySet()) {
            rows.add(each.getKey(), each.getValue());
        }
        below(context, rows);
    }
}
