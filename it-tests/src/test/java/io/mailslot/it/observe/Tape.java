package io.mailslot.it.observe;

import io.mailslot.Kernel;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.Event;
import io.mailslot.api.EventOptions;
import io.mailslot.api.Inheritance;
import io.mailslot.api.MailslotFullException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.ReadTimeoutException;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.api.WhenFull;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;

/** A child that does what is slow, and records it. */
final class Tape {
    static final Duration WAITED = Duration.ofMillis(60);

    /** Shorter than what is told of by default. */
    private static final Duration SHORT = Duration.ofMillis(1);

    private static Recording recording;
    private static Thread opener;

    private Tape() {}

    /** All but what is told of the kernel lock has the thresholds that it has by itself. */
    static void begin() {
        recording = new Recording();
        recording.enable("mailslot.KernelLock").withThreshold(Duration.ZERO);
        recording.enable("mailslot.MailslotStatistics").withPeriod(Duration.ofMillis(50));
        recording.start();
    }

    static boolean hasStatistics(Path file) throws IOException {
        recording.dump(file);
        return RecordingFile.readAllEvents(file).stream()
                .anyMatch(event -> event.getEventType().getName().equals("mailslot.MailslotStatistics"));
    }

    static void end(Path file) throws IOException {
        recording.stop();
        recording.dump(file);
        recording.close();
    }

    static void fillInVain(Kernel kernel) {
        MailslotOptions small = MailslotOptions.defaults().withCapacity(MailslotOptions.MIN_CAPACITY);
        try (Receiver receiver = kernel.createMailslot("full", small);
                Sender sender =
                        kernel.openMailslot("full", OpenOptions.defaults().withWriteTimeout(WAITED))) {
            while (true) {
                sender.write(new byte[10_000]);
                if (receiver.info().messageCount() < 0) {
                    throw new AssertionError("less than nothing");
                }
            }
        } catch (MailslotFullException full) {
            // as it is to be
        }
    }

    static void waitInVain(Kernel kernel) {
        try (Receiver receiver = kernel.createMailslot("empty");
                Event one = kernel.synchronization().createEvent(EventOptions.defaults());
                Event other = kernel.synchronization().createEvent(EventOptions.defaults())) {
            for (Duration time : new Duration[] {SHORT, WAITED}) {
                try {
                    receiver.read(time);
                } catch (ReadTimeoutException none) {
                    // as it is to be
                }
                kernel.waitForAll(time, one, other);
            }
        }
    }

    static void drop(Kernel kernel) {
        MailslotOptions dropping = MailslotOptions.defaults()
                .withCapacity(MailslotOptions.MIN_CAPACITY)
                .withWhenFull(WhenFull.DROP_OLDEST);
        try (Receiver receiver = kernel.createMailslot("\\\\*\\mailslot\\news", dropping);
                Sender sender = kernel.openMailslot("news")) {
            while (receiver.info().missedMessages() == 0) {
                sender.write(new byte[10_000]);
            }
        }
    }

    static int duplicate(Kernel kernel) {
        return kernel.duplicate(kernel.createMailslot("twice").handle(), DuplicateOptions.defaults());
    }

    static long start(Kernel kernel) {
        var child = kernel.createProcess(new ProcessBuilder("true"), Inheritance.none());
        child.waitFor();
        return child.processId();
    }

    /** In a thread of its own, which has to wait. */
    static void openLater(Kernel kernel, String name) {
        opener = new Thread(() -> kernel.openMailslot(name));
        opener.start();
    }

    static boolean isAtTheKernelLock() {
        return opener.getState() == Thread.State.TIMED_WAITING
                && Arrays.stream(opener.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().endsWith(".KernelLock"));
    }

    static void hasOpened() {
        try {
            opener.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
