package io.mailslot.internal.liveness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A JVM that runs a main class of the tests, and says with its first line that it is ready. */
public final class JavaChild implements AutoCloseable {
    private final Process process;
    private final long pid;

    private JavaChild(Process process, long pid) {
        this.process = process;
        this.pid = pid;
    }

    /** Starts one and waits until it has told its process id. */
    public static JavaChild start(Class<?> main, String... arguments) throws IOException {
        return start(List.of(), main, arguments);
    }

    /** Starts one through another program, whose command line ends with that of the JVM. */
    public static JavaChild start(List<String> through, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(through);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        Collections.addAll(command, arguments);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            BufferedReader output =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            return new JavaChild(process, Long.parseLong(output.readLine()));
        } catch (IOException | NumberFormatException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** To be called by the main class: tells that it is ready, and returns what it is told, or null at the end. */
    public static String readyForCommand() throws IOException {
        System.out.println(ProcessHandle.current().pid());
        return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    }

    /** The JVM's process id, whatever it was started through. */
    public long pid() {
        return pid;
    }

    public void tell(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** Kills the JVM with SIGKILL; it may take a moment to be gone. */
    public void kill() {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    /** Kills it and waits until it and what it was started through are gone. */
    public void killAndWait() {
        kill();
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        killAndWait();
    }
}
