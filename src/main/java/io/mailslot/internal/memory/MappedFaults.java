package io.mailslot.internal.memory;

/**
 * What the JVM makes of a read of a mapped page that is gone, because somebody has cut the file: an {@link InternalError}.
 * It does not throw it at the read. What the read yields is garbage, and the error comes later, in place of the next
 * exception for instance, and maybe in the caller of whoever read.
 */
public final class MappedFaults {
    /** Never anything else; not final, so that no compiler takes it for known. */
    private static int none;

    private MappedFaults() {}

    /**
     * Has the JVM throw now what it owes to the calling thread. To be called at the end of a look at mapped memory, where
     * the error is still caught. It takes a call into the JVM at whose return such errors are thrown: up to JDK 18 that
     * of a native method is none, but that for an array of several dimensions is one.
     *
     * @return nothing of use; it is there so that no compiler leaves the call out
     * @throws InternalError if the calling thread has read what is not there
     */
    public static Object throwNow() {
        return new int[none][none];
    }
}
