package io.mailslot.testkit;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How a child ended. Immutable.
 *
 * @since 0.1.0
 */
public final class Exit {
    /** Of a child's own child, when that one has ended first. */
    static final int UNKNOWN = -1;

    private static final int SIGNALS = 128;
    private static final int LAST_SIGNAL = 64;

    private final int code;

    private Exit(int code) {
        this.code = code;
    }

    static Exit of(int code) {
        return new Exit(code);
    }

    /**
     * {@return the exit code; 128 + signal if a signal ended it; -1 if it is not known, because the child that had started it
     * ({@link ChildSpec#startedBy(Child)}) had ended before}
     */
    public int code() {
        return code;
    }

    /** {@return the signal that the code tells of; a program may also have chosen such a code itself} */
    public OptionalInt signal() {
        return code > SIGNALS && code <= SIGNALS + LAST_SIGNAL ? OptionalInt.of(code - SIGNALS) : OptionalInt.empty();
    }

    /** {@return whether the code is 0} */
    public boolean isClean() {
        return code == 0;
    }

    boolean isUnknown() {
        return code == UNKNOWN;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Exit exit && exit.code == code;
    }

    @Override
    public int hashCode() {
        return code;
    }

    @Override
    public String toString() {
        if (isUnknown()) {
            return "an unknown code";
        }
        return code + (signal().isPresent() ? " (signal " + signal().getAsInt() + ")" : "");
    }
}
