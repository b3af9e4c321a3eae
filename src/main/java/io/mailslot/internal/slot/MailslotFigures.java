package io.mailslot.internal.slot;

import io.mailslot.api.MailslotInfo;
import io.mailslot.api.WhenFull;
import java.time.Duration;
import java.util.OptionalInt;

/** What {@link MailslotInfo} tells. */
record MailslotFigures(
        String name,
        int maxMessageSize,
        OptionalInt nextMessageSize,
        long messageCount,
        Duration readTimeout,
        long messageBytes,
        long capacity,
        WhenFull whenFull,
        long missedMessages)
        implements MailslotInfo {}
