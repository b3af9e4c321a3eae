package io.mailslot.launcher.top;

import io.mailslot.inspect.ProcessStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** How much of a processor each process has, by the times that {@code /proc} counts. */
final class Processors {
    private static final Path PROC = Path.of("/proc");

    /** Places in {@code stat} behind the name of the program, which may have anything in it. */
    private static final int USER_TIME = 11;

    private static final int SYSTEM_TIME = 12;
    private static final int START_TIME = 19;

    /** One is a hundredth of a second, as for all programs. */
    private static final double TICKS = 100;

    private static final double NANOS = 1e9;
    private static final double HUNDRED = 100;

    /** Of each process, by its object. */
    private Map<Long, Long> before = Map.of();

    private long since;
    private Map<Long, Double> percent = Map.of();

    /** Looks at them, and compares with the look before. */
    void look(Sample sample) {
        Map<Long, Long> now = new HashMap<>();
        Map<Long, Double> used = new HashMap<>();
        long at = System.nanoTime();
        for (ProcessStatus process : sample.home().processes()) {
            long ticks = ticks(process);
            Long was = before.get(process.objectId());
            if (ticks >= 0) {
                now.put(process.objectId(), ticks);
            }
            if (ticks >= 0 && was != null && at > since) {
                used.put(process.objectId(), Math.max(0, ticks - was) / TICKS * HUNDRED / ((at - since) / NANOS));
            }
        }
        before = now;
        since = at;
        percent = used;
    }

    /** NaN if it is not known. */
    double percent(long processObject) {
        return percent.getOrDefault(processObject, Double.NaN);
    }

    /** -1 if there is no such process, but another one with its id, or it cannot be seen. */
    private static long ticks(ProcessStatus process) {
        if (!process.alive() || process.processId() == 0) {
            return -1;
        }
        try {
            String stat = Files.readString(
                    PROC.resolve(String.valueOf(process.processId())).resolve("stat"));
            String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            boolean same = Long.parseLong(words[START_TIME]) == process.startTicks();
            return same ? Long.parseLong(words[USER_TIME]) + Long.parseLong(words[SYSTEM_TIME]) : -1;
        } catch (IOException | RuntimeException unseen) {
            return -1;
        }
    }
}
