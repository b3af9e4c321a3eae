package io.mailslot.internal.log;

/** A message, or a batch, is larger than any that a log takes; nothing was written. */
public final class TooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLargeException(String what, long bytes, long most) {
        super(what + " has " + bytes + " bytes and the maximum is " + most);
    }
}
