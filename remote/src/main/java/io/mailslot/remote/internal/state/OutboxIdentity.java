package io.mailslot.remote.internal.state;

import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What tells one outbox from another one, for ever. Of an outbox that was given its identity before anything was taken from it, that
 * tells when that was, as a UUID of version 7 does: who knows of each frame since then knows that what is missing is lost.
 */
final class OutboxIdentity {
    private static final int TIME_VERSION = 7;
    private static final int TIME_SHIFT = 16;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long RANDOM_OF_HIGH = 0xfff;
    private static final long RANDOM_OF_LOW = 0x3fff_ffff_ffff_ffffL;

    private OutboxIdentity() {}

    /**
     * A new one.
     *
     * @param untouched whether nothing was ever taken from the outbox
     * @param millis the time
     */
    static UUID make(boolean untouched, long millis) {
        if (!untouched) {
            return UUID.randomUUID();
        }
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = millis << TIME_SHIFT | TIME_VERSION << 12 | random.nextLong() & RANDOM_OF_HIGH;
        return new UUID(high, VARIANT | random.nextLong() & RANDOM_OF_LOW);
    }

    /** When it was made; empty if something may have been taken before. */
    static OptionalLong millis(UUID identity) {
        return identity.version() == TIME_VERSION
                ? OptionalLong.of(identity.getMostSignificantBits() >>> TIME_SHIFT)
                : OptionalLong.empty();
    }
}
