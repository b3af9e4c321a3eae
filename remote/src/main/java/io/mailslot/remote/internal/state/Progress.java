package io.mailslot.remote.internal.state;

/**
 * How far the messages of an outbox are appended to a mailslot.
 *
 * @param next the number of the next message to be appended; {@link #UNKNOWN} if none ever was
 * @param intentFirst the number of the first message that was about to be appended
 * @param intentNext the number behind the last of them; not larger than {@code intentFirst} if none was
 */
record Progress(long next, long intentFirst, long intentNext) {
    static final long UNKNOWN = -1;

    static final Progress NONE = new Progress(UNKNOWN, 0, 0);

    /** Nothing is in doubt. */
    Progress marked(long number) {
        return new Progress(number, 0, 0);
    }

    /**
     * The same, but what was about to be appended behind it is in doubt still: somebody noted it who has died since, for a frame that was
     * longer than the one that has come in its place.
     */
    Progress markedInDoubt(long number) {
        return new Progress(number, Math.max(number, intentFirst), intentNext);
    }

    /** Whether there is doubt about messages behind a number, or about that one. */
    boolean isInDoubtBehind(long number) {
        return number < intentNext;
    }

    Progress intending(long first, long behind) {
        return new Progress(next, first, behind);
    }

    /** How many messages of a range were about to be appended: nobody knows whether they are. */
    long inDoubt(long first, long behind) {
        return Math.max(0, Math.min(behind, intentNext) - Math.max(first, intentFirst));
    }
}
