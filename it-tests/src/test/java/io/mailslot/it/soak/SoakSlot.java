package io.mailslot.it.soak;

import io.mailslot.api.MailslotInfo;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.WhenFull;
import io.mailslot.inspect.CursorStatus;
import io.mailslot.inspect.MailslotStatus;
import java.time.Duration;
import java.util.Arrays;

/** The mailslots of the soak, and which of their figures can be. */
enum SoakSlot {
    /** Readers of several processes compete for its messages. */
    PLAIN("soak", 1, WhenFull.WAIT, false),
    /** The same, with large messages. */
    LARGE("soak large", 5, WhenFull.WAIT, false),
    /** Each receiver gets everything. */
    NEWS("soak news", 1, WhenFull.WAIT, true),
    /** Each receiver gets what it is fast enough for. */
    RADIO("soak radio", 2, WhenFull.DROP_OLDEST, true),
    /** Each cursor gets everything, whoever dies. */
    LEDGER("soak ledger", 1, WhenFull.WAIT, true);

    /** Cursors of the {@link #LEDGER}: of the survivor, of who looks and advances, of who takes. */
    static final String SURVIVOR = "survivor";

    static final String LOOKER = "looker";
    static final String TAKER = "taker";

    private static final Duration READ_TIMEOUT = Duration.ofMillis(50);

    /** Streams of messages have numbers; that of the mailslot is the remainder. */
    private static final int MOST = 8;

    private static final int LEAST_RECORD = Integer.BYTES;

    /** What the largest message leaves of three quarters of the capacity. */
    private static final int FRAME = 16;

    /** What control page and tables take beside the capacity. */
    private static final long TABLES = 256 << 10;

    /** Of that, what stays once nobody is in the middle of something: the control page, and a segment half made by the dead. */
    private static final long TABLES_AT_REST = 16 << 10;

    private final String bareName;
    private final long capacity;
    private final WhenFull whenFull;
    private final boolean broadcast;

    SoakSlot(String bareName, int mebibytes, WhenFull whenFull, boolean broadcast) {
        this.bareName = bareName;
        this.capacity = (long) mebibytes << 20;
        this.whenFull = whenFull;
        this.broadcast = broadcast;
    }

    /** What all of them take together, at most, once all is read. */
    static long mostBytes() {
        return Arrays.stream(values())
                .mapToLong(slot -> slot.capacity + TABLES_AT_REST)
                .sum();
    }

    static SoakSlot ofStream(int stream) {
        return values()[stream % MOST];
    }

    /** The thread that writes the stream: its number, among those of all writers. */
    static int threadOf(int stream) {
        return stream / MOST;
    }

    /** The stream that a thread, of a number of its own among all writers, writes there. */
    int stream(int thread) {
        return thread * MOST + ordinal();
    }

    boolean isBroadcast() {
        return broadcast;
    }

    boolean drops() {
        return whenFull == WhenFull.DROP_OLDEST;
    }

    /** The name to create it by; also one to send to, bound to the name, if it is for broadcast. */
    String created() {
        return broadcast ? "\\\\*\\mailslot\\" + bareName : bareName;
    }

    /** The name to send to. */
    String local() {
        return "\\\\.\\mailslot\\" + bareName;
    }

    MailslotOptions options() {
        return MailslotOptions.defaults()
                .withCapacity(capacity)
                .withWhenFull(whenFull)
                .withInheritable(true)
                .withReadTimeout(READ_TIMEOUT);
    }

    int largestMessage() {
        return (int) (capacity / 4 * 3) - FRAME;
    }

    /** Fails if the figures cannot be. */
    void check(MailslotInfo info) {
        boolean fits = info.messageCount() >= 0
                && info.messageCount() <= capacity / LEAST_RECORD
                && info.messageBytes() >= 0
                && info.messageBytes() <= capacity
                && info.nextMessageSize().orElse(0) >= 0
                && info.nextMessageSize().orElse(0) <= largestMessage()
                && info.capacity() == capacity
                && fitsMissed(info.missedMessages());
        if (!fits) {
            throw new AssertionError("cannot be: " + info);
        }
    }

    /** Fails if what an inspector tells cannot be. */
    void check(MailslotStatus status) {
        boolean fits = status.broadcast() == broadcast
                && status.messageCount() >= 0
                && status.messageCount() <= capacity / LEAST_RECORD
                && status.nextMessageSize().orElse(0) >= 0
                && status.nextMessageSize().orElse(0) <= largestMessage()
                && status.allocatedBytes() >= 0
                && status.allocatedBytes() <= capacity + TABLES
                && status.capacity() == capacity
                && status.senders() >= 0
                && fitsMissed(status.missedMessages())
                && status.cursors().stream().allMatch(this::fits);
        if (!fits) {
            throw new AssertionError("cannot be: " + status);
        }
    }

    private boolean fits(CursorStatus cursor) {
        return cursor.messageCount() >= 0
                && cursor.messageCount() <= capacity / LEAST_RECORD
                && fitsMissed(cursor.missedMessages());
    }

    private boolean fitsMissed(long missed) {
        return drops() ? missed >= 0 : missed == 0;
    }
}
