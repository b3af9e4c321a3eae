package io.mailslot.internal.death;

import io.mailslot.internal.home.HomeDirectory;
import io.mailslot.internal.layout.ProcessRecord;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.object.ProcessRef;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What a parent puts into its child's environment so that the child finds the process record made for it. The first JVM
 * that presents the token is the child; it need not be the program that was started, a shell may stand in between.
 *
 * @param process the record
 * @param token proves that the record is meant for whoever presents it
 */
public record ClaimTicket(ProcessRef process, UUID token) {
    /** Environment variable that carries the ticket. */
    public static final String ENVIRONMENT = "MAILSLOT_CLAIM";

    /** Made at the first token only: that takes milliseconds, which a JVM that never has a child can do without. */
    private static final class Randomness {
        private static final SecureRandom SOURCE = new SecureRandom();
    }

    /** A token for a new ticket; best made before the kernel lock is taken. */
    public static UUID newToken() {
        return new UUID(Randomness.SOURCE.nextLong(), Randomness.SOURCE.nextLong());
    }

    /** The ticket in this JVM's environment, if it is for that home. */
    public static Optional<ClaimTicket> inherited(Path home) {
        String ticket = System.getenv(ENVIRONMENT);
        String forHome = System.getenv(HomeDirectory.ENVIRONMENT);
        return ticket != null && forHome != null && isNamed(home, forHome) ? parse(ticket) : Optional.empty();
    }

    /** Another home may have a name that this JVM cannot use, by its locale. */
    private static boolean isNamed(Path home, String name) {
        try {
            return Path.of(name).equals(home);
        } catch (InvalidPathException unfit) {
            return false;
        }
    }

    private static Optional<ClaimTicket> parse(String text) {
        int split = text.indexOf(':');
        try {
            return Optional.of(new ClaimTicket(
                    ProcessRef.parse(text.substring(0, split)), UUID.fromString(text.substring(split + 1))));
        } catch (IllegalArgumentException | StringIndexOutOfBoundsException garbled) {
            return Optional.empty();
        }
    }

    /** Adds the ticket and the home to a child's environment. */
    public void addTo(Map<String, String> environment, Path home) {
        environment.put(HomeDirectory.ENVIRONMENT, home.toString());
        HomeDirectory.groupOf(home).ifPresent(group -> environment.put(HomeDirectory.GROUP_ENVIRONMENT, group));
        environment.put(ENVIRONMENT, toString());
    }

    /** Writes the token into a record. */
    public void writeTo(Region record) {
        record.putLong(ProcessRecord.TOKEN_OFFSET, token.getMostSignificantBits());
        record.putLong(ProcessRecord.TOKEN_OFFSET + Long.BYTES, token.getLeastSignificantBits());
    }

    /** Whether a record waits for this ticket. */
    public boolean opens(Region record) {
        return record != null
                && record.getIntVolatile(ProcessRecord.STATE_OFFSET) == ProcessRecord.STARTING
                && read(process, record).equals(this);
    }

    /** The ticket that a record waits for. */
    static ClaimTicket read(ProcessRef process, Region record) {
        return new ClaimTicket(
                process,
                new UUID(
                        record.getLong(ProcessRecord.TOKEN_OFFSET),
                        record.getLong(ProcessRecord.TOKEN_OFFSET + Long.BYTES)));
    }

    /** As a record has it. Written out because a fresh JVM generates that of a record when it is first asked: 40 ms, under a lock. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ClaimTicket that && process.equals(that.process) && token.equals(that.token);
    }

    @Override
    public int hashCode() {
        return 31 * process.hashCode() + token.hashCode();
    }

    @Override
    public String toString() {
        return process + ":" + token;
    }
}
