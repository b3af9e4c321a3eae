package io.mailslot.testkit;

/**
 * What becomes of a test that leaves something behind: processes, or a damaged home. Processes are ended in any case.
 *
 * @since 0.1.0
 */
public enum Leaks {
    /** It fails. */
    FAIL,
    /** It fails if processes are left behind. The home is not looked at: the test damages it itself. */
    PROCESSES_ONLY,
    /** It is told on standard error. */
    REPORT,
    /** Nothing is said. */
    IGNORE
}
