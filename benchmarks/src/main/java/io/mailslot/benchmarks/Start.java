package io.mailslot.benchmarks;

import io.mailslot.JavaCommand;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Starts one of the races in a JVM with the flags that the library needs: {@code NAME [ARGUMENT]...}. */
public final class Start {
    private Start() {}

    /**
     * Runs the race and ends with its exit code.
     *
     * @param arguments a class of this package or of one beneath it, and its arguments
     * @throws ClassNotFoundException if there is no such class
     * @throws IOException if Java does not start
     * @throws InterruptedException if interrupted
     */
    public static void main(String[] arguments) throws ClassNotFoundException, IOException, InterruptedException {
        Process program = JavaCommand.of(race(arguments[0]))
                .withSystemProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn")
                .withArguments(Arrays.copyOfRange(arguments, 1, arguments.length))
                .withStreams(ProcessBuilder.Redirect.INHERIT)
                .toProcessBuilder()
                .start();
        System.exit(program.waitFor());
    }

    private static Class<?> race(String name) throws ClassNotFoundException {
        for (String below : List.of("", ".race")) {
            try {
                return Class.forName(Start.class.getPackageName() + below + "." + name);
            } catch (ClassNotFoundException elsewhere) {
                continue;
            }
        }
        return Class.forName(Start.class.getPackageName() + ".scale." + name);
    }
}
