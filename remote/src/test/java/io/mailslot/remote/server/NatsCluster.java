package io.mailslot.remote.server;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Three servers that keep each frame three times, and go on if one of them is away. */
public final class NatsCluster implements AutoCloseable {
    private static final int SIZE = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration GLANCE = Duration.ofMillis(50);

    private final List<NatsServer> servers = new ArrayList<>();

    private NatsCluster() {}

    /** {@return one that is ready} */
    public static NatsCluster start() {
        return start(ServerSetup.plain());
    }

    /**
     * Starts one.
     *
     * @param setup how each of its servers is configured
     * @return one that is ready
     */
    public static NatsCluster start(ServerSetup setup) {
        NatsCluster cluster = new NatsCluster();
        try {
            cluster.launch(setup);
            return cluster;
        } catch (RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    private void launch(ServerSetup setup) {
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < SIZE; i++) {
            ports.add(Ports.free());
        }
        String routes =
                ports.stream().map(port -> "nats-route://127.0.0.1:" + port).collect(Collectors.joining(", "));
        for (int i = 0; i < SIZE; i++) {
            String route =
                    "cluster { name: test, listen: \"127.0.0.1:" + ports.get(i) + "\", routes: [" + routes + "] }";
            servers.add(NatsServer.prepare("n" + (i + 1), setup.with(route)));
        }
        servers.forEach(NatsServer::launch);
        servers.forEach(NatsServer::awaitReady);
    }

    /** {@return its servers} */
    public List<NatsServer> servers() {
        return List.copyOf(servers);
    }

    /** {@return their addresses} */
    public String[] urls() {
        return servers.stream().map(NatsServer::url).toArray(String[]::new);
    }

    /**
     * Finds who leads a stream.
     *
     * @param stream its name
     * @return waits until there is one that runs
     */
    public NatsServer leader(String stream) {
        return await().alias("leader of " + stream)
                .atMost(PATIENCE)
                .pollInterval(GLANCE)
                .until(() -> findLeader(stream), Optional::isPresent)
                .orElseThrow();
    }

    private Optional<NatsServer> findLeader(String stream) {
        Pattern leader = Pattern.compile(
                "\"name\": *\"" + Pattern.quote(stream) + "\".*?\"leader\": *\"(n\\d)\"", Pattern.DOTALL);
        for (NatsServer each : servers) {
            Matcher matcher = leader.matcher(each.isAlive() ? each.monitor("/jsz?streams=true") : "");
            if (matcher.find()) {
                return servers.stream()
                        .filter(server -> server.name().equals(matcher.group(1)) && server.isAlive())
                        .findFirst();
            }
        }
        return Optional.empty();
    }

    /** Ends all of them. */
    @Override
    public void close() {
        servers.forEach(NatsServer::close);
    }
}
