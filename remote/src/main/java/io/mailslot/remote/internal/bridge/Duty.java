package io.mailslot.remote.internal.bridge;

import io.mailslot.Kernel;
import io.mailslot.remote.internal.link.Link;
import io.mailslot.remote.internal.link.LinkException;
import io.mailslot.remote.internal.state.BridgeState;
import java.util.List;
import java.util.Map;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a bridge does while it serves its home, from the first thing that it opens to the last one that it closes. */
final class Duty {
    private static final long IDLE_SECONDS = 5;

    private final Kernel kernel;
    private final Settings settings;
    private final Connector connector;
    private final Supplier<String> status;
    private final Life life;

    /** Null before it has begun, and when it is over. */
    private volatile @Nullable Serving serving;

    private record Serving(Link link, Outboxes outboxes, Inlets inlets) {}

    /**
     * Does nothing yet.
     *
     * @param status tells how the bridge stands, as JSON, to those who ask
     */
    Duty(Kernel kernel, Settings settings, Connector connector, Supplier<String> status, Life life) {
        this.kernel = kernel;
        this.settings = settings;
        this.connector = connector;
        this.status = status;
        this.life = life;
    }

    /**
     * Serves until its life is over.
     *
     * @throws LinkException if the engine does not want this machine
     * @throws InterruptedException if the thread is interrupted, which ends it as well
     */
    void serve() throws LinkException, InterruptedException {
        try (BridgeState state = Takeover.of(() -> BridgeState.open(kernel));
                Link link = connector.connect()) {
            Crew crew = new Crew();
            ThreadPoolExecutor workers = new ThreadPoolExecutor(
                    0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), crew);
            Means means = new Means(kernel, settings, state, link, life, crew, workers);
            try (Sign sign = new Sign(kernel);
                    Outboxes outboxes = new Outboxes(means);
                    Inlets inlets = new Inlets(means);
                    Desk desk = new Desk(means, outboxes, status)) {
                try {
                    outboxes.begin();
                    desk.tend();
                    serving = new Serving(link, outboxes, inlets);
                    new Rounds(outboxes, inlets, desk, sign, means).go();
                } catch (RuntimeException | Error failure) {
                    life.fail(failure); // before all that has to be closed
                    throw failure;
                } finally {
                    life.stop();
                    workers.shutdownNow();
                    crew.end(); // before anything is closed that they work with
                }
            } finally {
                serving = null;
            }
        }
    }

    boolean isConnected() {
        Serving now = serving;
        return now != null && now.link().state().connected();
    }

    View view(View.State state, String problem) {
        Serving now = serving;
        if (now == null) {
            return new View(state, problem, View.NO_LINK, List.of(), List.of(), Map.of());
        }
        return new View(
                state,
                problem,
                now.link().state(),
                now.outboxes().views(),
                now.inlets().views(),
                now.inlets().undelivered());
    }
}
