package io.mailslot.junit;

/**
 * Whose the children are.
 *
 * @since 0.1.0
 */
public enum Scope {
    /** Each test has its own. */
    METHOD,
    /**
     * The tests of a class share them: they are ended after the last one. Such tests should not run in parallel, as what they
     * do with the children would be mixed up.
     */
    CLASS
}
