package io.mailslot.remote.internal.bridge;

import io.mailslot.Kernel;
import io.mailslot.remote.internal.link.Link;
import io.mailslot.remote.internal.state.BridgeState;
import java.util.concurrent.Executor;

/**
 * What all parts of a bridge work with.
 *
 * @param kernel the home
 * @param settings the configuration
 * @param state what is kept in the home
 * @param link the engine
 * @param life whether it goes on
 * @param crew its threads
 * @param workers threads for whatever has something to do now
 */
record Means(Kernel kernel, Settings settings, BridgeState state, Link link, Life life, Crew crew, Executor workers) {}
