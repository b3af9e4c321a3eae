package io.mailslot.launcher.remote;

import java.io.IOException;
import java.util.Locale;

/** The machines that answer, for people. */
final class ComputersText {
    private static final double MICROS_PER_MILLI = 1000;

    private ComputersText() {}

    static void print(RemoteContext context, Document answer) throws IOException {
        Rows rows = Rows.of("COMPUTER", "#MS", "TAKES");
        for (Document computer : answer.list("computers")) {
            double millis = computer.number("roundTripMicros") / MICROS_PER_MILLI;
            rows.add(
                    computer.text("name"),
                    String.format(Locale.ROOT, "%.1f", millis),
                    String.join(",", computer.texts("slots")));
        }
        rows.print(context);
    }
}
