package io.mailslot.remote.harness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.remote.server.Certificates;
import io.mailslot.remote.server.NatsServer;
import io.mailslot.remote.server.ServerSetup;
import io.mailslot.remote.server.ServerSetup.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Network namespaces as machines: a switch, with a cable to each of them that can be pulled out. Nothing of it is seen outside of it, and
 * all of it goes with the test. Takes root; where that is not had the test is skipped, and says why.
 */
public final class Lan implements AutoCloseable {
    private static final AtomicInteger LANS = new AtomicInteger();
    private static final int PATIENCE_SECONDS = 10;
    private static final String NET = "10.77.0.";

    private final String prefix;

    /** Where the switch is, and the server. */
    private final String hub;

    private final Map<String, String> cables = new HashMap<>();
    private final List<String> namespaces = new ArrayList<>();

    private Lan() {
        prefix = "ms-" + ProcessHandle.current().pid() + "-" + LANS.incrementAndGet();
        hub = namespace("hub");
    }

    /** Makes a switch with no machine. */
    public static Lan open() {
        String refusal = complaint("unshare", "--net", "ip", "link", "add", "try", "type", "bridge");
        assumeTrue(refusal.isEmpty(), "needs network namespaces, and the system refuses to make one: " + refusal);
        Lan lan = new Lan();
        lan.inHub("link", "add", "switch", "type", "bridge");
        lan.inHub("addr", "add", Certificates.LAN + "/24", "dev", "switch");
        lan.inHub("link", "set", "switch", "up");
        return lan;
    }

    private String namespace(String name) {
        String namespace = prefix + "-" + name;
        run("ip", "netns", "add", namespace);
        namespaces.add(namespace);
        run("ip", "-n", namespace, "link", "set", "lo", "up");
        return namespace;
    }

    private void inHub(String... words) {
        List<String> all = new ArrayList<>(List.of("ip", "-n", hub));
        all.addAll(List.of(words));
        run(all.toArray(String[]::new));
    }

    /**
     * Starts a server where the switch is, by TLS.
     *
     * @param machines whom it knows
     */
    public NatsServer server(List<String> machines) {
        return NatsServer.start(ServerSetup.secure(Site.DOMAIN, machines.toArray(String[]::new))
                .at(new Place(Certificates.LAN, entrance(hub))));
    }

    private static List<String> entrance(String namespace) {
        return List.of("nsenter", "--net=/run/netns/" + namespace);
    }

    /** A machine that uses a site's server by TLS, with a cable to the switch. */
    public Machine machine(Site site, String name) {
        Certificates files = Certificates.get();
        return site.machine(name, add(name))
                .without("tls")
                .with("tls.key", files.key(name).toString())
                .with("tls.trust", files.trust().toString())
                .with("tls.password-file", files.passwordFile().toString());
    }

    /** Words of a command that starts a program on a new machine. */
    private List<String> add(String name) {
        String namespace = namespace(name);
        int number = namespaces.size();
        String cable = "cable" + number;
        inHub("link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", namespace);
        inHub("link", "set", cable, "master", "switch", "up");
        run("ip", "-n", namespace, "addr", "add", NET + number + "/24", "dev", "eth0");
        run("ip", "-n", namespace, "link", "set", "eth0", "up");
        cables.put(name, cable);
        return entrance(namespace);
    }

    /** Pulls the cable of a machine out. */
    public void unplug(String name) {
        inHub("link", "set", cables.get(name), "down");
    }

    /** Puts it in again. */
    public void plug(String name) {
        inHub("link", "set", cables.get(name), "up");
    }

    private static void run(String... command) {
        String complaint = complaint(command);
        if (!complaint.isEmpty()) {
            throw new AssertionError(String.join(" ", command) + ": " + complaint);
        }
    }

    /** What a command that fails has to say about it; empty if it does not fail. */
    private static String complaint(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return "no answer within " + PATIENCE_SECONDS + " s";
            }
            String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
            return process.exitValue() == 0 ? "" : output + " (exit code " + process.exitValue() + ")";
        } catch (IOException missing) {
            return String.valueOf(missing.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    @Override
    public void close() {
        for (String namespace : namespaces) {
            run("ip", "netns", "del", namespace);
        }
    }
}
