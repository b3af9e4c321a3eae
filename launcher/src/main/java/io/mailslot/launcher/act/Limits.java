package io.mailslot.launcher.act;

import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say how long a command goes on taking messages. */
public final class Limits {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = {"-n", "--count"},
            paramLabel = "COUNT",
            description = "End with 0 after COUNT messages.")
    private Long count;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "End with 124 after TIME in all, for instance 500ms, 5s or 2m; 0 for what is there.")
    private Duration timeout;

    @Option(names = "--idle", paramLabel = "TIME", description = "End with 124 when no message came for TIME.")
    private Duration idle;

    @Option(
            names = "--drain",
            description = "End with 0 at the end of what is unread when the command begins; with --cursor.")
    private boolean drain;

    private final long started = System.nanoTime();
    private long lastMessage = started;

    /** For the command line. */
    public Limits() {}

    /** Refuses what cannot be meant. */
    public void check() {
        if (count != null && count < 1) {
            throw new ParameterException(command.commandLine(), "-n takes a count from 1 up, not " + count);
        }
    }

    /** {@return the time after which the command ends; null for none} */
    Duration timeout() {
        return timeout;
    }

    long left(long taken) {
        return count == null ? Long.MAX_VALUE : count - taken;
    }

    boolean drains() {
        return drain;
    }

    /** Whether only what is unread at the beginning is taken, however long that takes. */
    boolean takesWhatIsThere() {
        return drain || timeout != null && timeout.isZero();
    }

    /** Counts from now on how long no message comes. */
    void messageCame() {
        lastMessage = idle == null ? 0 : System.nanoTime();
    }

    boolean isTimeUp() {
        return timeout != null && !timeout.isZero() && totalNanos() <= 0;
    }

    /** How long to wait for a message. */
    long remainingNanos() {
        long quiet = idle == null ? Long.MAX_VALUE : idle.toNanos() - (System.nanoTime() - lastMessage);
        return Math.min(timeout == null ? Long.MAX_VALUE : totalNanos(), quiet);
    }

    private long totalNanos() {
        return timeout.toNanos() - (System.nanoTime() - started);
    }
}
