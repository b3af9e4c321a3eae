package io.mailslot.inspect;

/**
 * One broken invariant of a home.
 *
 * @param kind what kind of thing is wrong
 * @param detail what it is, with both values where two things disagree
 */
public record Finding(Kind kind, String detail) {
    /** What can be wrong. */
    public enum Kind {
        /** The usage count of an object is not the number of handles (and the running process) that name it. */
        USAGE_COUNT,
        /** An object that nobody uses. */
        ORPHAN_OBJECT,
        /** A handle that names no object. */
        HANDLE_TO_NOTHING,
        /** A file or folder that no process and no mailslot owns. */
        ORPHAN_FILE,
        /** A process or mailslot whose files are missing. */
        MISSING_FILE,
        /** A dead process that nobody has reaped. */
        DEAD_PROCESS,
        /** A process died in the middle of a change, and nobody has repaired it yet. */
        UNFINISHED_CHANGE,
        /** A name that leads to no mailslot, or a mailslot that its name does not lead to. */
        NAME,
        /** A count or chain that is derived from others and disagrees with them. */
        DERIVED_STATE,
        /** Something that could not be looked at; what depends on it is not judged. */
        UNSEEN
    }

    @Override
    public String toString() {
        return kind + ": " + detail;
    }
}
