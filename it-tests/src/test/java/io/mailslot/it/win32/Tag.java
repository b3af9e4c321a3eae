package io.mailslot.it.win32;

/** How a rule is known. */
enum Tag {
    /** Asserted by a test that ran on Windows. */
    W,
    /** Documented by Microsoft. */
    D,
    /** What Wine does. */
    X,
    /** What ReactOS does. */
    R,
    /** Decided by this project, where Windows is unknown or the design says otherwise. */
    P
}
