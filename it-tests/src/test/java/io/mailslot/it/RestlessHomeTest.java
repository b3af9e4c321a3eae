package io.mailslot.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Those who look at a home in which something is made or destroyed at every moment. */
@HomeTest
class RestlessHomeTest {
    private static final int LOOKS = 100;
    private static final int BEGINNINGS = 200;

    @Test
    void shouldNeitherFailNorFindAnythingNorLeaveATrace(TestHome home) throws Exception {
        Kernel kernel = home.attach();
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger rounds = new AtomicInteger();
        CompletableFuture<Void> restless = CompletableFuture.allOf(
                CompletableFuture.runAsync(() -> makeAndDestroy(kernel, "one", over, rounds)),
                CompletableFuture.runAsync(() -> makeAndDestroy(kernel, "two", over, rounds)));
        try {
            Deadline.await("mailslots come and go").until(() -> rounds.get() > 10);
            for (int i = 0; i < LOOKS; i++) {
                assertThat(HomeInspector.inspect(home.path())).isPresent();
                assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED))
                        .isEmpty();
            }
        } finally {
            over.set(true);
        }
        restless.get(Deadline.PATIENCE.toSeconds(), SECONDS);

        assertThat(home.path().resolve("mailslots")).isEmptyDirectory();
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
    }

    @Test
    void shouldLookAtHomeThatBeginsAnewAgainAndAgain(TestHome home) throws Exception {
        home.attach().close();
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger beginnings = new AtomicInteger();
        CompletableFuture<Void> restless = CompletableFuture.runAsync(() -> {
            while (!over.get()) {
                try (Kernel kernel = home.attach();
                        Receiver receiver = kernel.createMailslot("one")) {
                    assertThat(receiver.poll()).isEmpty();
                    beginnings.incrementAndGet();
                }
            }
        });
        try {
            Deadline.await("homes begin").until(() -> beginnings.get() > 10);
            while (beginnings.get() < BEGINNINGS) {
                assertThat(HomeInspector.inspect(home.path()))
                        .hasValueSatisfying(seen -> assertThat(seen.unseen()).isEmpty());
                assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED))
                        .isEmpty();
            }
        } finally {
            over.set(true);
        }
        restless.get(Deadline.PATIENCE.toSeconds(), SECONDS);
    }

    private static void makeAndDestroy(Kernel kernel, String name, AtomicBoolean over, AtomicInteger rounds) {
        while (!over.get()) {
            try (Receiver receiver = kernel.createMailslot(name);
                    Sender sender = kernel.openMailslot(name)) {
                sender.write(new byte[1]);
                assertThat(receiver.poll()).isPresent();
                rounds.incrementAndGet();
            }
        }
    }
}
