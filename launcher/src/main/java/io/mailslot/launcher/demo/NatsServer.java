package io.mailslot.launcher.demo;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A server of NATS on loopback, at a port of its own, that keeps what it stores in a folder. */
final class NatsServer implements AutoCloseable {
    private static final String NAME = "nats-server";

    /** Where packages put it, and few have it on the PATH. */
    private static final List<String> MORE_FOLDERS = List.of("/usr/sbin", "/usr/local/sbin", "/usr/local/bin");

    private static final Pattern ADDRESS = Pattern.compile("nats://127\\.0\\.0\\.1:\\d+");
    private static final long PAUSE_MS = 20;
    private static final long END_PATIENCE_MS = 2_000;

    private final Process process;
    private final String address;

    private NatsServer(Process process, String address) {
        this.process = process;
        this.address = address;
    }

    /** The program, if this machine has it. */
    static Optional<Path> program() {
        String path = System.getenv("PATH");
        Stream<String> usual = path == null ? Stream.empty() : Stream.of(path.split(":"));
        return Stream.concat(usual, MORE_FOLDERS.stream())
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, NAME))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts one; what it writes goes into the folder. */
    static NatsServer start(Path program, Path folder, long deadlineNanos) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Process process = new ProcessBuilder(
                        program.toString(),
                        "-js",
                        "-sd",
                        folder.resolve("store").toString(),
                        "-a",
                        "127.0.0.1",
                        "-p",
                        "-1",
                        "--ports_file_dir",
                        folder.toString())
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        try {
            return new NatsServer(process, address(process, folder, deadlineNanos));
        } catch (SceneFailure | IOException | InterruptedException failed) {
            end(process);
            throw failed;
        }
    }

    /** It writes a file with its ports once it listens. */
    private static String address(Process process, Path folder, long deadlineNanos)
            throws IOException, InterruptedException {
        while (System.nanoTime() < deadlineNanos && process.isAlive()) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.ports")) {
                for (Path file : files) {
                    Matcher found = ADDRESS.matcher(Files.readString(file));
                    if (found.find()) {
                        return found.group();
                    }
                }
            }
            Thread.sleep(PAUSE_MS);
        }
        throw new SceneFailure("expected the server to listen, got: " + Files.readString(folder.resolve("log")));
    }

    /** Where bridges find it. */
    String address() {
        return address;
    }

    @Override
    public void close() {
        end(process);
    }

    /** Ends a process at once, and waits for that, also if this thread is to end. */
    static void end(Process process) {
        process.destroyForcibly();
        boolean interrupted = Thread.interrupted();
        try {
            process.waitFor(END_PATIENCE_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException again) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
