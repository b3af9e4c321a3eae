package io.mailslot.win32;

/**
 * An {@code int} that a function writes its result to: what is a {@code LPDWORD} or {@code PHANDLE} in C.
 *
 * @since 0.1.0
 */
public final class IntRef {
    /** The value. */
    public int value;

    /** A reference that holds 0. */
    public IntRef() {}

    /**
     * A reference that holds a value.
     *
     * @param value what it holds
     */
    public IntRef(int value) {
        this.value = value;
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
