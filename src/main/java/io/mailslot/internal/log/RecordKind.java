package io.mailslot.internal.log;

/** What a record is; its code in the {@link RecordHeader} is its place here. */
enum RecordKind {
    /** One message, in full, behind the header. */
    INLINE,

    /** One message, which lies in the arena. */
    ARENA,

    /** A batch of messages, each behind its length, which lies in the arena. */
    BATCH,

    /** Messages that come one by one, into the arena; see {@link RunRecord}. */
    RUN,

    /** Whatever a newer version, or damage, has left. */
    UNKNOWN;

    private static final RecordKind[] ALL = values();

    static RecordKind of(int code) {
        return code < UNKNOWN.code() ? ALL[code] : UNKNOWN;
    }

    int code() {
        return ordinal();
    }
}
