package io.mailslot.it.slot;

import io.mailslot.Kernel;
import io.mailslot.api.Sender;
import io.mailslot.it.storm.HiccupMeter;
import io.mailslot.it.storm.RunDelay;
import io.mailslot.it.storm.Span;
import io.mailslot.it.storm.Stall;
import io.mailslot.it.storm.WorkerVoice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** Opens a mailslot again and again, writes one message and closes; says how often, and which times took long. */
public final class BusyOpener {
    static final String OPENED = "opened";

    /** What half of the opens took at most, in microseconds; said once, at the end. */
    static final String MEDIAN = "median";

    /** In the first ones the JVM loads classes. */
    private static final int WARM_UP = 10;

    private final WorkerVoice voice = new WorkerVoice();
    private volatile boolean stopped;

    private BusyOpener() {}

    /** Arguments: mailslot, how many times. */
    public static void main(String[] args) throws IOException, InterruptedException {
        BusyOpener opener = new BusyOpener();
        opener.voice.work("opener", () -> opener.run(args[0], Integer.parseInt(args[1])), () -> opener.stopped = true);
    }

    private void run(String mailslot, int times) {
        HiccupMeter.start(voice::hiccup);
        ByteBuffer message = ByteBuffer.allocate(2 * Integer.BYTES);
        long[] nanos = new long[times];
        try (Kernel kernel = Kernel.attach()) {
            for (int number = 1; number <= WARM_UP + times && !stopped; number++) {
                long delay = RunDelay.nanos();
                long start = System.nanoTime();
                try (Sender sender = kernel.openMailslot(mailslot)) {
                    sender.write(message.clear().putInt(0, 0).putInt(Integer.BYTES, number));
                }
                Span span = new Span(start, System.nanoTime());
                note(span, RunDelay.nanos() - delay, number > WARM_UP);
                if (number > WARM_UP) {
                    nanos[number - WARM_UP - 1] = span.nanos();
                }
                if (number == WARM_UP + times) {
                    Arrays.sort(nanos);
                    voice.say(MEDIAN, Long.toString(TimeUnit.NANOSECONDS.toMicros(nanos[times / 2])));
                }
                voice.say(OPENED, Integer.toString(number - WARM_UP));
            }
        }
    }

    private void note(Span span, long delayNanos, boolean counts) {
        long delay = Math.min(delayNanos, span.nanos());
        if (delay >= HiccupMeter.NOTEWORTHY_NANOS) {
            voice.hiccup(new Span(span.endNanos() - delay, span.endNanos()));
        }
        if (counts && span.nanos() >= Stall.NOTEWORTHY_NANOS) {
            voice.stall(new Stall(ProcessHandle.current().pid(), "open", span));
        }
    }
}
