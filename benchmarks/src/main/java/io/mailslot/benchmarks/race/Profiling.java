package io.mailslot.benchmarks.race;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;

/**
 * A flight recording of this JVM, where whoever started it wants one. It begins before the warm-up, so that what records is
 * compiled by the time that counts, and is written when that is over: the JVM may be killed then.
 */
final class Profiling {
    static final Duration EXECUTION_PERIOD = Duration.ofMillis(10);

    /** Where the recording goes, but for the end of its name. */
    private static final String PROPERTY = "mailslot.benchmarks.profile";

    /** How often the processor time of threads is noted. */
    private static final Duration LOAD_PERIOD = Duration.ofMillis(500);

    private static Recording recording;

    private Profiling() {}

    /**
     * What a JVM is told that is to be recorded.
     *
     * @param prefix of the recording
     * @param scratch a folder for what the recorder keeps meanwhile, which it does not delete if the JVM is killed
     */
    static List<String> jvmOptions(Path prefix, Path scratch) throws IOException {
        Files.createDirectories(scratch);
        return List.of(
                "-D" + PROPERTY + "=" + prefix,
                "-XX:FlightRecorderOptions=repository=" + scratch,
                // lines of code that was inlined
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:+DebugNonSafepoints",
                // standard output is for figures
                "-Xlog:disable",
                "-Xlog:all=warning:stderr");
    }

    static void begin() {
        if (System.getProperty(PROPERTY) == null) {
            return;
        }
        recording = new Recording();
        recording.enable(Profile.EXECUTION).withPeriod(EXECUTION_PERIOD);
        recording.enable(Profile.NATIVE).withPeriod(EXECUTION_PERIOD);
        recording.enable(Profile.PARK).withoutThreshold().withStackTrace();
        recording.enable(Profile.THREAD_LOAD).withPeriod(LOAD_PERIOD);
        recording.enable(Profile.JVM_LOAD).withPeriod(LOAD_PERIOD);
        recording.enable(Profile.COMPILATION).withoutThreshold();
        recording.start();
    }

    /** What was measured is over. */
    static void end(Task task) throws IOException {
        if (recording == null) {
            return;
        }
        recording.stop();
        recording.dump(
                Path.of(System.getProperty(PROPERTY) + task.role() + "-" + task.number("index", 0) + Profile.SUFFIX));
        recording.close();
        recording = null;
    }
}
