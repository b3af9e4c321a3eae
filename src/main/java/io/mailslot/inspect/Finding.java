package io.mailslot.inspect;

/**
 * One broken invariant of a home. As text, it is its kind and its detail.
 *
 * @since 0.1.0
 */
public interface Finding {
    /**
     * What can be wrong.
     *
     * @since 0.1.0
     */
    enum Kind {
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

    /** {@return what kind of thing is wrong} */
    Kind kind();

    /** {@return what it is, with both values where two things disagree} */
    String detail();
}
