package io.mailslot.remote.internal.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mailslot.remote.LinkOptions;
import io.mailslot.remote.server.NatsServer;
import io.mailslot.remote.server.NeedsNatsServer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The thread of a link. */
@NeedsNatsServer
class ConnectorTest {
    private static final String OVERFLOW = "of a test";

    /** As when there is no memory or stack left, which passes. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anErrorEndsTheSessionAndNotTheLink(boolean atTheBegin) throws Exception {
        List<Session> sessions = new CopyOnWriteArrayList<>();
        Connector.Duties duties = new Connector.Duties() {
            @Override
            public void begin(Session session) {
                sessions.add(session);
                failIf(atTheBegin);
            }

            @Override
            public String prepare(Session session) {
                failIf(!atTheBegin);
                return "";
            }

            private void failIf(boolean here) {
                if (here && sessions.size() == 1) {
                    throw new StackOverflowError(OVERFLOW);
                }
            }
        };
        try (NatsServer server = NatsServer.start();
                Connector connector = connector(server, duties)) {
            connector.start();
            await().atMost(Links.PATIENCE)
                    .until(() -> sessions.size() == 2 && connector.state().connected());
            assertThat(connector.state().problem()).isEmpty();
            assertThat(connector.await(System.nanoTime())).isSameAs(sessions.get(1));
            assertThat(sessions.get(0).isLost())
                    .as("nothing is left of the first")
                    .isTrue();
            await().atMost(Links.PATIENCE).until(() -> server.monitor("/connz").contains("\"num_connections\": 1,"));
        }
    }

    private static Connector connector(NatsServer server, Connector.Duties duties) {
        NatsSettings settings = LinkOptions.of(Links.plain("a", server.url()));
        return new Connector(new Dialer(settings, new Subjects(Links.DOMAIN, "a")), "a", duties);
    }
}
