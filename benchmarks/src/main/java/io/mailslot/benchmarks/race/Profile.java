package io.mailslot.benchmarks.race;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where the hot threads of one role have spent the time that was measured, by the flight recordings of its JVMs. Samples
 * tell of compiled and interpreted code; a thread that yields is in the JVM, and in no sample.
 */
final class Profile {
    static final String SUFFIX = ".jfr";

    static final String EXECUTION = "jdk.ExecutionSample";
    static final String NATIVE = "jdk.NativeMethodSample";
    static final String PARK = "jdk.ThreadPark";
    static final String THREAD_LOAD = "jdk.ThreadCPULoad";
    static final String JVM_LOAD = "jdk.CPULoad";
    static final String COMPILATION = "jdk.Compilation";

    /** Sends, receives, asks and answers. */
    private static final String HOT_THREAD = "main";

    private static final List<String> PRIMITIVES = List.of(
            "java.", "jdk.", "sun.", "net.openhft.chronicle.core.", "net.openhft.chronicle.bytes.", "org.agrona.");

    private static final int CALLERS = 3;
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
    private static final int MOST_METHODS = 14;
    private static final int MOST_LINES = 4;
    private static final double LEAST_SHARE = 0.01;

    private final Map<String, Integer> own = new HashMap<>();
    private final Map<String, Map<Integer, Integer>> lines = new HashMap<>();
    private final Map<String, Integer> whole = new HashMap<>();
    private int jvms;
    private int samples;
    private int inNative;
    private int parks;
    private Duration parked = Duration.ZERO;
    private int compilations;
    private final List<Double> hotLoads = new ArrayList<>();
    private final List<Double> jvmLoads = new ArrayList<>();

    /**
     * Adds the recording of a JVM.
     *
     * @param measured how much of its end counts
     */
    void add(Path file, Duration measured) throws IOException {
        jvms++;
        List<RecordedEvent> events = RecordingFile.readAllEvents(file);
        Instant end = events.stream()
                .filter(Profile::isHotSample)
                .map(RecordedEvent::getStartTime)
                .max(Instant::compareTo)
                .orElseThrow(() -> new IOException("no sample of the thread " + HOT_THREAD + " in " + file));
        Instant begin = end.minus(measured);
        for (RecordedEvent event : events) {
            if (!event.getEndTime().isBefore(begin) && !event.getStartTime().isAfter(end)) {
                add(event);
            }
        }
    }

    /** A sample of the hot thread; not of how it ends the recording. */
    private static boolean isHotSample(RecordedEvent event) {
        return event.getEventType().getName().equals(EXECUTION)
                && isHot(event.getThread("sampledThread"))
                && event.getStackTrace() != null
                && event.getStackTrace().getFrames().stream().noneMatch(Profile::isOfRecorder);
    }

    private static boolean isOfRecorder(RecordedFrame frame) {
        return frame.getMethod().getType().getName().startsWith("jdk.jfr.");
    }

    private static boolean isHot(RecordedThread thread) {
        return thread != null && HOT_THREAD.equals(thread.getJavaName());
    }

    private void add(RecordedEvent event) {
        switch (event.getEventType().getName()) {
            case EXECUTION -> {
                if (isHotSample(event)) {
                    samples++;
                    add(event.getStackTrace());
                }
            }
            case NATIVE -> inNative += isHot(event.getThread("sampledThread")) ? 1 : 0;
            case PARK -> {
                if (isHot(event.getThread())) {
                    parks++;
                    parked = parked.plus(event.getDuration());
                }
            }
            case THREAD_LOAD -> {
                if (isHot(event.getThread())) {
                    hotLoads.add((double) event.getFloat("user") + event.getFloat("system"));
                }
            }
            case JVM_LOAD -> jvmLoads.add((double) event.getFloat("jvmUser") + event.getFloat("jvmSystem"));
            case COMPILATION -> compilations++;
            default -> {
                // others come with every recording
            }
        }
    }

    private void add(RecordedStackTrace stack) {
        List<RecordedFrame> frames = stack.getFrames();
        int called = 0;
        while (called < frames.size() - 1 && isPrimitive(frames.get(called))) {
            called++;
        }
        String name = (called == 0 ? "" : name(frames.get(0)) + " < ")
                + frames.subList(called, Math.min(frames.size(), called + CALLERS)).stream()
                        .map(Profile::name)
                        .collect(Collectors.joining(" < "));
        own.merge(name, 1, Integer::sum);
        lines.computeIfAbsent(name, any -> new HashMap<>())
                .merge(frames.get(called).getLineNumber(), 1, Integer::sum);
        frames.stream().map(Profile::name).distinct().forEach(method -> whole.merge(method, 1, Integer::sum));
    }

    /** What tells little without its caller: accesses to memory, mostly. */
    private static boolean isPrimitive(RecordedFrame frame) {
        String type = frame.getMethod().getType().getName();
        return PRIMITIVES.stream().anyMatch(type::startsWith);
    }

    private static String name(RecordedFrame frame) {
        String type = frame.getMethod().getType().getName();
        return type.substring(type.lastIndexOf('.') + 1) + "."
                + frame.getMethod().getName();
    }

    /** As text. */
    String text(String title) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%s: %d JVMs, %d samples of code and %d of native calls; each hot thread %.2f of a processor, all others of"
                        + " its JVM %.2f; %d times parked, for %d ms; %d compilations%n",
                title,
                jvms,
                samples,
                inNative,
                mean(hotLoads) * PROCESSORS,
                Math.max(0, mean(jvmLoads) - mean(hotLoads)) * PROCESSORS,
                parks,
                parked.toMillis(),
                compilations));
        text.append("  own time, in whom, called by whom; and the lines of that\n");
        appendTop(text, own, true);
        text.append("  with what is called\n");
        appendTop(text, whole, false);
        return text.toString();
    }

    private static double mean(List<Double> loads) {
        return loads.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }

    private void appendTop(StringBuilder text, Map<String, Integer> counts, boolean withLines) {
        for (Map.Entry<String, Integer> method : top(counts, MOST_METHODS)) {
            text.append(String.format(
                    Locale.ROOT,
                    "    %4.1f %%  %s%s%n",
                    100 * share(method.getValue()),
                    method.getKey(),
                    withLines ? linesOf(method.getKey()) : ""));
        }
    }

    private double share(int count) {
        return samples == 0 ? 0 : (double) count / samples;
    }

    private String linesOf(String method) {
        return top(lines.get(method), MOST_LINES).stream()
                .map(line -> String.format(Locale.ROOT, ":%d %.1f %%", line.getKey(), 100 * share(line.getValue())))
                .collect(Collectors.joining(", ", "  ", ""));
    }

    private <T> List<Map.Entry<T, Integer>> top(Map<T, Integer> counts, int most) {
        return counts.entrySet().stream()
                .filter(entry -> share(entry.getValue()) >= LEAST_SHARE)
                .sorted(Map.Entry.<T, Integer>comparingByValue().reversed())
                .limit(most)
                .toList();
    }
}
