package io.mailslot.internal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.internal.death.ClaimTicket;
import io.mailslot.internal.object.ProcessRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StrayTest {
    private static final int KILLED = 128 + 9;

    @Test
    void shouldEndTheProgramThatCarriesTheTicketAndNoOther() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/environ")), "nothing tells of environments here");
        ClaimTicket ticket = new ClaimTicket(new ProcessRef(3, 1), ClaimTicket.newToken());
        ClaimTicket other = new ClaimTicket(new ProcessRef(4, 1), ClaimTicket.newToken());
        Process stray = sleeping(ticket);
        Process started = sleeping(other);
        try {
            Stray.end(ticket);

            assertThat(stray.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(stray.exitValue()).isEqualTo(KILLED);
            assertThat(started.isAlive()).isTrue();
        } finally {
            stray.destroyForcibly();
            started.destroyForcibly();
        }
    }

    private static Process sleeping(ClaimTicket ticket) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("sleep", "97");
        builder.environment().put(ClaimTicket.ENVIRONMENT, ticket.toString());
        return builder.start();
    }
}
