package io.mailslot.benchmarks.transport;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.ReadTimeoutException;
import io.mailslot.api.Sender;
import io.mailslot.api.Timeouts;
import io.mailslot.remote.Bridge;
import io.mailslot.remote.BridgeOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;

/** Messages from the home of one machine to that of another one, over the bridges of both and a NATS server. */
public final class RemoteTransport {
    private static final String DOMAIN = "race";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private RemoteTransport() {}

    static Inbox inbox(Port port) {
        return MailslotTransport.reading(
                attach(port.folder(), MachineEnd.RECEIVING).createMailslot(port.name()), port.size());
    }

    static Outbox outbox(Port port) {
        String name = "\\\\" + MachineEnd.RECEIVING + "\\mailslot\\" + port.name();
        return MailslotTransport.outbox(open(attach(port.folder(), MachineEnd.SENDING), name));
    }

    /** A bridge that has just begun may be slow to answer where others use the machine. */
    private static Sender open(Kernel kernel, String name) {
        OpenOptions patient = OpenOptions.defaults().withWriteTimeout(Timeouts.FOREVER);
        Sender[] sender = new Sender[1];
        Pauses.until("the bridge's answer", () -> {
            try {
                sender[0] = kernel.openMailslot(name, patient);
                return true;
            } catch (ReadTimeoutException notYet) {
                return false;
            }
        });
        return sender[0];
    }

    /** The two machines, by their names. */
    public enum MachineEnd {
        /** From which messages come. */
        SENDING,
        /** To which they go. */
        RECEIVING
    }

    /**
     * Runs the bridge of a machine in this JVM.
     *
     * @param folder of all sides
     * @param end which machine
     * @return the bridge, which is connected
     * @throws InterruptedException if interrupted
     */
    public static Bridge bridge(Path folder, MachineEnd end) throws InterruptedException {
        Properties settings = new Properties();
        settings.setProperty("name", end.toString());
        settings.setProperty("domain", DOMAIN);
        settings.setProperty("servers", Announcement.await(folder.resolve(NatsServer.ANNOUNCED)));
        settings.setProperty("tls", "off");
        settings.setProperty("send", "*/*");
        settings.setProperty("accept", "*/*");
        Bridge bridge = Bridge.start(attach(folder, end), BridgeOptions.of(settings));
        if (!bridge.awaitConnected(PATIENCE)) {
            throw new IllegalStateException("not connected: " + bridge.status());
        }
        return bridge;
    }

    private static Kernel attach(Path folder, MachineEnd end) {
        return Kernel.attach(KernelOptions.defaults().withHome(folder.resolve("home-" + end)));
    }
}
