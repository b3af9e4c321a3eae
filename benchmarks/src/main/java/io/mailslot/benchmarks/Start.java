package io.mailslot.benchmarks;

import io.mailslot.JavaCommand;
import java.io.IOException;
import java.util.Arrays;

/** Starts one of the races in a JVM with the flags that the library needs: {@code NAME [ARGUMENT]...}. */
public final class Start {
    private Start() {}

    /**
     * Runs the race and ends with its exit code.
     *
     * @param arguments a class of this package, and its arguments
     * @throws ClassNotFoundException if there is no such class
     * @throws IOException if Java does not start
     * @throws InterruptedException if interrupted
     */
    public static void main(String[] arguments) throws ClassNotFoundException, IOException, InterruptedException {
        Class<?> race = Class.forName(Start.class.getPackageName() + "." + arguments[0]);
        Process program = JavaCommand.of(race)
                .systemProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn")
                .arguments(Arrays.copyOfRange(arguments, 1, arguments.length))
                .toProcessBuilder()
                .start();
        System.exit(program.waitFor());
    }
}
