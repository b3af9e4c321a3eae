package io.mailslot.testkit;

import org.jspecify.annotations.Nullable;

/**
 * A child has not done what the test waited for, or something is wrong at the test's end. The message has the evidence: what was
 * waited for, how the child ended or what it is doing, the end of what it printed, and where the whole of it is. The cause, if
 * there is one, is what the child's code threw.
 *
 * @since 0.1.0
 */
public final class ChildFailure extends AssertionError {
    private static final long serialVersionUID = 1L;

    ChildFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
