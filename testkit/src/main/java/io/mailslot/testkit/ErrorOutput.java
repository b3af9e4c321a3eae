package io.mailslot.testkit;

/**
 * Whether children may print on standard error.
 *
 * @since 0.1.0
 */
public enum ErrorOutput {
    /** They may. */
    ALLOWED,
    /** A child that ends well, or that the test ends by a signal, must have printed nothing there. */
    FORBIDDEN
}
