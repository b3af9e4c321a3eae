package io.mailslot.launcher.demo;

import io.mailslot.JavaCommand;
import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.OpenOptions;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What stands for a machine: a home, and a bridge that is a process of its own. */
final class Machine implements AutoCloseable {
    private static final String[] OPTIONS = {
        "-Xmx128m",
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Xshare:auto",
        "-Xlog:disable",
        "-Xlog:all=warning:stderr"
    };

    /** The mailslot at which a bridge can be asked once it serves. */
    private static final String DESK = "bridge";

    private final String name;
    private final Path folder;
    private final Path configuration;
    private final String command;
    private final Kernel kernel;
    private Process bridge;

    /**
     * A machine whose bridge does not run yet.
     *
     * @param name of the machine
     * @param other the machine that it writes to, and that may write to it
     * @param server where the server is
     * @param command the main class of the command line
     */
    Machine(String name, String other, Path folder, String server, String command) throws IOException {
        this.name = name;
        this.folder = Files.createDirectories(folder);
        this.command = command;
        configuration = Files.writeString(
                folder.resolve("bridge.properties"),
                String.join(
                        "\n",
                        "name = " + name,
                        "domain = demo",
                        "servers = " + server,
                        "tls = off",
                        "send = " + other + "/*",
                        "accept = " + other + "/*",
                        ""));
        kernel = Kernel.attach(KernelOptions.defaults().withHome(home()));
    }

    private Path home() {
        return folder.resolve("home");
    }

    /** A process of its home: this one. */
    Kernel kernel() {
        return kernel;
    }

    /** Starts its bridge, and waits until that can be asked. */
    void startBridge(long deadlineNanos) throws IOException {
        bridge = JavaCommand.of(command)
                .withJvmOptions(OPTIONS)
                .withInput(Redirect.from(Path.of("/dev/null").toFile()))
                .withOutput(Redirect.DISCARD)
                .withErrors(Redirect.appendTo(log().toFile()))
                .withoutEnvironment("MAILSLOT_GROUP")
                .withArguments("bridge", "--home", home().toString(), "--config", configuration.toString())
                .toProcessBuilder()
                .start();
        Duration left = Duration.ofNanos(Math.max(0, deadlineNanos - System.nanoTime()));
        kernel.openMailslot(DESK, OpenOptions.defaults().withOpenTimeout(left)).close();
    }

    long bridgeProcess() {
        return bridge.pid();
    }

    /** With SIGKILL: it does nothing any more, not even let go. */
    void killBridge() {
        NatsServer.end(bridge);
    }

    private Path log() {
        return folder.resolve("log");
    }

    /** What its bridge has said. */
    String said() {
        try {
            String text = Files.exists(log()) ? Files.readString(log()).strip() : "";
            return text.isEmpty() ? "" : "; the bridge of " + name + " said: " + text;
        } catch (IOException unreadable) {
            return "";
        }
    }

    @Override
    public void close() {
        if (bridge != null) {
            killBridge();
        }
        kernel.close();
    }
}
