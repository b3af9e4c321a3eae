package io.mailslot.launcher.bench;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What was measured of one carrier.
 *
 * @param carrier of the messages
 * @param received messages a second, of all receivers together, while senders sent as fast as they could
 * @param sent messages a second, of all senders together
 * @param cores that all processes used meanwhile
 * @param rate messages a second of the other measurement, that of latency
 * @param paceCores that all processes used in that
 * @param unsent messages that were due in that, and for which there was no time
 * @param latency nanoseconds from when a message was due until it had arrived
 */
record Measured(
        Carrier carrier,
        double received,
        double sent,
        double cores,
        long rate,
        double paceCores,
        long unsent,
        Histogram latency) {
    static final double[] PERCENTILES = {50, 99, 99.9};

    private static final double MEBI = 1 << 20;

    double mebibytes(int size) {
        return received * size / MEBI;
    }

    Map<String, Object> fields(int size) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("carrier", carrier.name().toLowerCase(Locale.ROOT));
        fields.put("messagesPerSecond", Math.round(received));
        fields.put("sentPerSecond", Math.round(sent));
        fields.put("bytesPerSecond", Math.round(received * size));
        fields.put("cores", hundredths(cores));
        Map<String, Object> late = new LinkedHashMap<>();
        late.put("messagesPerSecond", rate);
        late.put("cores", hundredths(paceCores));
        late.put("messages", latency.getTotalCount());
        late.put("unsent", unsent);
        late.put("p50Nanos", latency.getValueAtPercentile(PERCENTILES[0]));
        late.put("p99Nanos", latency.getValueAtPercentile(PERCENTILES[1]));
        late.put("p999Nanos", latency.getValueAtPercentile(PERCENTILES[2]));
        late.put("maxNanos", latency.getMaxValue());
        fields.put("latency", late);
        return fields;
    }

    private static double hundredths(double number) {
        return Math.round(number * 100) / 100.0;
    }
}
