package io.mailslot.it.observe;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** What stands in a recording. Apart from the test, whose class its children load. */
final class Told {
    /** Of waits; what the event has by itself. */
    private static final Duration THRESHOLD = Duration.ofMillis(20);

    private final Map<String, List<RecordedEvent>> events;

    Told(Path file) throws IOException {
        events = RecordingFile.readAllEvents(file).stream()
                .collect(groupingBy(event -> event.getEventType().getName().replace("mailslot.", "")));
    }

    void assertRoomWasWaitedFor() {
        assertThat(one("WriteWait")).satisfies(event -> {
            assertThat(event.getString("mailslot")).isEqualTo("full");
            assertThat(event.getLong("size")).isEqualTo(10_000);
            assertThat(event.getBoolean("written")).isFalse();
            assertThat(event.getDuration()).isGreaterThanOrEqualTo(Tape.WAITED);
            assertThat(event.getStackTrace()).isNull();
        });
    }

    /** A short wait is told of only if the machine made it a long one. */
    void assertWaits() {
        List<RecordedEvent> inVain = events.get("Wait").stream()
                .filter(event -> event.getString("result").equals("timed out"))
                .toList();

        assertThat(inVain).allSatisfy(event -> assertThat(event.getDuration()).isGreaterThanOrEqualTo(THRESHOLD));
        assertThat(inVain)
                .as("waits in vain, each with its objects")
                .anySatisfy(read -> assertWait(read, false, "0x[0-9a-f]+"))
                .anySatisfy(both -> assertWait(both, true, "0x[0-9a-f]+ 0x[0-9a-f]+"));
    }

    private static void assertWait(RecordedEvent wait, boolean all, String objects) {
        assertThat(wait.getDuration()).isGreaterThanOrEqualTo(Tape.WAITED);
        assertThat(wait.getBoolean("all")).isEqualTo(all);
        assertThat(wait.getString("objects")).matches(objects);
    }

    void assertHandleAndChild(int handle, long pid, long program) {
        assertThat(one("Duplicate")).satisfies(event -> {
            assertThat(event.getInt("handle")).isEqualTo(handle);
            assertThat(event.getLong("sourceProcess")).isEqualTo(pid);
            assertThat(event.getLong("targetProcess")).isEqualTo(pid);
            assertThat(event.getString("object")).matches("0x[0-9a-f]+");
        });
        assertThat(one("ProcessStart")).satisfies(event -> {
            assertThat(event.getString("program")).isEqualTo("true");
            assertThat(event.getLong("process")).isEqualTo(program);
            assertThat(event.getDuration()).isPositive();
        });
    }

    void assertLockAndReap(long victim) {
        assertThat(events.get("KernelLock"))
                .anySatisfy(event -> assertThat(event.getString("holder")).startsWith("process " + victim + " "));
        assertThat(events.get("Reap"))
                .filteredOn(event -> event.getLong("process") == victim)
                .extracting(event -> event.getInt("handles"))
                .contains(2);
    }

    void assertFilesAndStatistics(Path home) {
        assertThat(events.get("SegmentRoll"))
                .as("nothing of what a process tries its first write with")
                .allSatisfy(event -> assertThat(event.getString("folder")).contains("/mailslots/"))
                .anySatisfy(event -> assertThat(event.getString("folder")).contains("/news/@"));
        assertThat(events.get("Drop")).allSatisfy(event -> {
            assertThat(event.getString("folder")).contains("/news/@");
            assertThat(event.getLong("messages")).isPositive();
        });
        int dropped = events.get("Drop").size();
        assertThat(events.get("SegmentDelete").stream()
                        .filter(event -> event.getString("folder").contains("/news/@"))
                        .mapToInt(event -> event.getInt("segments"))
                        .sum())
                .isEqualTo(dropped);
        assertThat(events.get("MailslotStatistics")).anySatisfy(event -> {
            assertThat(event.getString("home")).isEqualTo(home.toString());
            assertThat(event.getString("mailslot")).isEqualTo("twice");
            assertThat(event.getLong("messages")).isZero();
            assertThat(event.getInt("receivers")).isEqualTo(1);
        });
    }

    private RecordedEvent one(String name) {
        assertThat(events.get(name)).as(name).hasSize(1);
        return events.get(name).get(0);
    }
}
