package io.mailslot.remote.internal.link;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One machine's connection to the engine. It connects again by itself, for ever. All methods may be called from any thread; one
 * address is used by one thread at a time.
 */
public interface Link extends AutoCloseable {
    /**
     * Has the engine store a frame, behind all that were stored for this address.
     *
     * @param address where to; {@code from} is this machine
     * @param frame its bytes
     * @param timeout how long to wait for the answer
     * @throws LinkException {@code FULL}, {@code DENIED}, {@code TOO_LARGE}, or {@code SILENT} if it may have been stored or not
     * @throws InterruptedException if the thread is interrupted; it may have been stored or not
     */
    void store(Address address, byte[] frame, Duration timeout) throws LinkException, InterruptedException;

    /** {@return the most bytes of a frame that the engine takes, as far as is known; it may be less the next time} */
    long maxFrameBytes();

    /**
     * Opens what is stored for one mailslot of this machine; it begins with the oldest frame that was not taken.
     *
     * @param slot the mailslot
     * @param forAll whether what is addressed to every machine, instead of what is to this one alone
     * @return to be used by one thread
     */
    Inflow open(String slot, boolean forAll) throws LinkException, InterruptedException;

    /** {@return how many frames are stored for each mailslot of this machine, those to every machine not counted} */
    Map<String, Long> stored() throws LinkException, InterruptedException;

    /** {@return the machines of the domain that are connected at this time, this one included, as far as they answer in time} */
    List<Computer> computers(Duration time) throws LinkException, InterruptedException;

    /** {@return how it stands} */
    State state();

    /** Lets go of the engine; nothing of what is stored there is changed. */
    @Override
    void close();

    /**
     * A machine of the domain.
     *
     * @param name its name
     * @param slots the mailslots that it takes messages for
     * @param roundTripMicros how long its answer took
     */
    record Computer(String name, List<String> slots, long roundTripMicros) {}

    /**
     * How a link stands.
     *
     * @param connected whether the engine can be reached now
     * @param server the server's name, address and version; empty if none was reached yet
     * @param reconnects how often it was lost and found again
     * @param problem what is wrong in the engine's own words; empty if nothing is
     * @param oldServers why these servers should be newer ones, though it works; empty if they need not
     */
    record State(boolean connected, String server, long reconnects, String problem, String oldServers) {}

    /** What comes for one mailslot, in the order in which it was stored. */
    interface Inflow extends AutoCloseable {
        /**
         * Waits for the next frame. It comes again, before any later one, if the machine ends before it is taken.
         *
         * @param time how long to wait
         * @return null if there is none
         */
        @Nullable
        Delivery next(Duration time) throws LinkException, InterruptedException;

        @Override
        void close();
    }

    /** One frame that has come. */
    interface Delivery {
        /** {@return where it came from} */
        Address address();

        /** {@return its bytes} */
        byte[] frame();

        /**
         * The engine need not keep it for this machine any more. If the connection is lost, or the engine dies, a moment later, it
         * may come again all the same, with all that was taken since; the order is kept.
         */
        void taken() throws LinkException, InterruptedException;

        /** It is being dealt with: not to be sent again yet. To be called at least each two seconds while that lasts. */
        void working() throws LinkException;
    }
}
