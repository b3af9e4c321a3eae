package io.mailslot.remote.harness;

import io.mailslot.Kernel;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.ReadTimeoutException;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import io.mailslot.testkit.JvmsOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** A home, and its bridge in a JVM of its own that can be killed at any moment and started again. */
public final class Machine implements AutoCloseable {
    private static final Path ARCHIVE = Path.of("target", "class-archive");

    private final String name;
    private final Path folder;
    private final List<String> entrance;
    private final Jvms jvms;
    private final Properties settings = new Properties();
    private Child bridge;

    /**
     * Makes one that has no bridge yet.
     *
     * @param folder for its home, which is made at the first use, and its files
     * @param home where its mailslots are
     * @param entrance words of a command that starts its programs elsewhere, in a namespace for instance; or none
     */
    Machine(String name, Path folder, Path home, List<String> entrance) throws IOException {
        this.name = name;
        this.folder = Files.createDirectories(folder);
        this.entrance = List.copyOf(entrance);
        this.jvms = Jvms.open(JvmsOptions.defaults()
                .withTimeout(Patience.LONG)
                .withHome(home)
                .withFolder(folder.resolve("output"))
                .withJvmOptions("-Xmx256m", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn")
                .withClassArchive(ARCHIVE, BridgeHost::rehearse));
        with("name", name);
    }

    /** {@return its name in the domain} */
    public String name() {
        return name;
    }

    /** What starts further processes of its home. */
    public Jvms jvms() {
        return jvms;
    }

    /** {@return its home} */
    public Path home() {
        return jvms.home();
    }

    /** This JVM as a process of its home. */
    public Kernel kernel() {
        return jvms.kernel();
    }

    /** Changes a line of its configuration, for the next start. */
    public Machine with(String key, String value) {
        settings.setProperty(key, value);
        return this;
    }

    /** Takes a line out of its configuration. */
    public Machine without(String key) {
        settings.remove(key);
        return this;
    }

    /** A mailslot of its home. */
    public Receiver create(String slot) {
        return kernel().createMailslot(slot);
    }

    /** A mailslot of its home. */
    public Receiver create(String slot, MailslotOptions options) {
        return kernel().createMailslot(slot, options);
    }

    /** Opens the mailslot of another machine to write to it. */
    public Sender open(Machine to, String slot) {
        return open("\\\\" + to.name + "\\mailslot\\" + slot);
    }

    /** Opens a mailslot to write to it, patiently: a bridge that has just begun answers late on a busy machine. */
    public Sender open(String fullName) {
        OpenOptions patient = OpenOptions.defaults().withWriteTimeout(Patience.LONG);
        return Patience.await("the bridge answers")
                .ignoreException(ReadTimeoutException.class)
                .until(() -> kernel().openMailslot(fullName, patient), opened -> true);
    }

    /** Starts the bridge, and waits until it is connected. */
    public Machine start() {
        begin();
        return awaitConnected();
    }

    /** Starts the bridge, whether it can be connected or not. */
    public Child begin() {
        String file = configuration().toString();
        bridge = jvm("bridge-of-" + name);
        bridge.run(child -> BridgeHost.start(child, file));
        return bridge;
    }

    /** Starts a JVM of this machine that does what it is told. */
    public Child jvm(String called) {
        var spec = jvms.jvm().withName(called).startedPlainly();
        return (entrance.isEmpty() ? spec : spec.startedBy(entrance.toArray(String[]::new))).start();
    }

    /** Waits until the bridge is connected. */
    public Machine awaitConnected() {
        long millis = Patience.LONG.dividedBy(2).toMillis();
        bridge.run(child -> BridgeHost.awaitConnected(millis));
        return this;
    }

    /** Waits until the bridge serves the home, connected or not. */
    public Machine awaitServing() {
        Patience.await("the bridge can be asked in its home")
                .until(() -> HomeInspector.inspect(home())
                        .orElseThrow()
                        .mailslot("bridge")
                        .isPresent());
        return this;
    }

    /** {@return the configuration as the bridge reads it} */
    public Path configuration() {
        Path file = folder.resolve("bridge.properties");
        try (Writer out = Files.newBufferedWriter(file)) {
            settings.store(out, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    /** {@return the JVM of the bridge} */
    public Child bridge() {
        return bridge;
    }

    /** {@return what the bridge has counted} */
    public Counts counts() {
        return bridge.call(child -> BridgeHost.counts());
    }

    /** {@return what the bridge tells of itself, as text} */
    public String status() {
        return bridge.call(child -> BridgeHost.status());
    }

    /** {@return bytes on the bridge's heap that are in use} */
    public long usedHeap() {
        return bridge.call(child -> BridgeHost.usedHeap());
    }

    /** Kills the bridge at this instant. */
    public void kill() {
        bridge.killNow();
    }

    /** Ends the bridge in peace. */
    public void stop() {
        bridge.close();
    }

    @Override
    public void close() {
        jvms.close();
    }
}
