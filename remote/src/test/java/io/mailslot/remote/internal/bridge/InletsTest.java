package io.mailslot.remote.internal.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.remote.internal.config.NamePatterns;
import io.mailslot.remote.internal.state.BridgeState;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** New mailslots are looked for when there may be some, and not else. */
class InletsTest {
    @TempDir
    Path folder;

    private Kernel kernel;
    private BridgeState state;
    private Life life;
    private Crew crew;
    private Inlets inlets;

    @BeforeEach
    void begin() {
        kernel = Kernel.attach(KernelOptions.defaults().withHome(folder.resolve("home")));
        state = BridgeState.open(kernel);
        life = new Life(kernel);
        crew = new Crew();
    }

    @AfterEach
    void end() {
        life.end();
        crew.end();
        inlets.close();
        state.close();
        kernel.close();
    }

    private void accept(String pattern) {
        Settings settings = new Settings(
                "b",
                "shop",
                NamePatterns.none(),
                NamePatterns.of(List.of(pattern)),
                MailslotOptions.MIN_CAPACITY,
                1_000);
        inlets = new Inlets(new Means(kernel, settings, state, new PaperEngine().link("b"), life, crew, Runnable::run));
        inlets.search(kernel.changes());
    }

    /** Searches as long as there may be something, as after what it has opened itself. */
    private void settle() {
        for (int i = 0; inlets.mayFind(kernel.changes()); i++) {
            assertThat(i).as("searches").isLessThan(10);
            inlets.search(kernel.changes());
        }
    }

    private boolean isOpen(String slot) {
        return inlets.views().stream().anyMatch(inlet -> inlet.name().equals(slot) && inlet.open());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/orders", "a/*"})
    void shouldSearchAfterAChangeOnly(String pattern) {
        accept(pattern);
        settle();
        assertThat(inlets.mayFind(kernel.changes())).isFalse();

        try (Receiver orders = kernel.createMailslot("orders")) {
            assertThat(inlets.mayFind(kernel.changes())).isTrue();
            settle();
            assertThat(isOpen("orders")).isTrue();
            assertThat(orders.poll()).isEmpty();
        }
        assertThat(inlets.mayFind(kernel.changes())).isTrue();
    }

    /** What is made anew before the inlets of the one before have ended is found when they have. */
    @Test
    void shouldFindTheNextMailslotOfAName() {
        accept("a/orders");
        Receiver first = kernel.createMailslot("orders");
        settle();
        first.close();
        try (Receiver second = kernel.createMailslot("orders")) {
            settle(); // still there, so not opened again
            await().atMost(PaperMachine.PATIENCE).until(() -> {
                inlets.tend(kernel.changes());
                return inlets.mayFind(kernel.changes()) && !isOpen("orders");
            });
            settle();
            assertThat(isOpen("orders")).isTrue();
            assertThat(second.poll()).isEmpty();
        }
    }

    @Test
    void shouldTryAgainWhatCouldNotBeOpened() {
        accept("a/orders");
        try (Receiver orders = kernel.createMailslot("orders")) {
            Sender alone = kernel.openMailslot("orders", OpenOptions.defaults().withShareWrite(false));
            inlets.search(kernel.changes());
            inlets.search(kernel.changes());
            assertThat(inlets.mayFind(kernel.changes())).isTrue();
            assertThat(isOpen("orders")).isFalse();
            alone.close();
            settle();
            assertThat(isOpen("orders")).isTrue();
            assertThat(orders.poll()).isEmpty();
        }
    }
}
