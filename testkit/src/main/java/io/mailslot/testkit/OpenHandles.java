package io.mailslot.testkit;

/**
 * Whether the test's own kernel may have open handles when the test ends. They are closed in any case.
 *
 * @since 0.1.0
 */
public enum OpenHandles {
    /** It may. */
    ALLOWED,
    /**
     * They count as left behind ({@link Leaks}): for tests of code that is to close what it opens. Those of {@link Child#object} are
     * the kit's.
     */
    FORBIDDEN
}
