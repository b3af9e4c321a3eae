package io.mailslot.api;

/** The types of kernel object a handle can name. */
public enum ObjectType {
    /** A process attached to the home, or started to attach to it. */
    PROCESS,
    /** The reading end of a mailslot: what {@code CreateMailslot} returns. */
    RECEIVER,
    /** The writing end of a mailslot: what {@code CreateFile} returns for a mailslot name. */
    SENDER
}
