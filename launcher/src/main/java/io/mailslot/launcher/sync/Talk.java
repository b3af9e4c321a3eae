package io.mailslot.launcher.sync;

import io.mailslot.api.Timeouts;
import java.time.Duration;
import java.util.function.Supplier;

/** Tells whoever sits at a terminal what a command waits for: when that takes a moment, and again when it is something else. */
final class Talk {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration NEXT = Duration.ofSeconds(5);

    private final SyncContext context;
    private final Supplier<String> text;
    private String said = "";
    private Limit silence = new Limit(FIRST);

    /** @param text what it waits for, as it is now */
    Talk(SyncContext context, Supplier<String> text) {
        this.context = context;
        this.text = text;
    }

    /** How long to wait at most before {@link #speak} is called. */
    Duration silence() {
        return context.isTalkSeen() ? silence.left() : Timeouts.FOREVER;
    }

    /** Says it, if it is time to. */
    void speak() {
        if (!silence().isZero()) {
            return;
        }
        String now = text.get();
        if (!now.equals(said)) {
            context.say(now);
            said = now;
        }
        silence = new Limit(NEXT);
    }
}
