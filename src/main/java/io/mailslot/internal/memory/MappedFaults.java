package io.mailslot.internal.memory;

import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;

/**
 * What the JVM makes of a read of a mapped page that is gone, because somebody has cut the file: an {@link InternalError}.
 * It does not throw it at the read. What the read yields is garbage, and the error comes later, in place of the next
 * exception for instance, and maybe in the caller of whoever read.
 */
public final class MappedFaults {
    /** Never anything else; not final, so that no compiler takes it for known. */
    private static int none;

    private static final int PAGE_BYTES = 4096;
    private static final int NOWHERE = -1;

    /** Asked for once, as that takes long. */
    private static volatile WeakReference<ByteBuffer> lastMapping = new WeakReference<>(null);

    private static volatile int lastSeen;

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

    /**
     * As {@link #throwNow}, after a copy from or to a buffer of a user, which may map a file that somebody has cut. Costs next
     * to nothing if it maps none.
     */
    public static void throwNowOf(ByteBuffer buffer) {
        if (buffer instanceof MappedByteBuffer direct && (lastMapping.get() == buffer || mapsFile(direct))) {
            throwNow();
        }
    }

    /** Any direct buffer is of that type. One that maps no file is not forced, wherever that is asked for. */
    private static boolean mapsFile(MappedByteBuffer buffer) {
        try {
            buffer.force(NOWHERE, 0);
            return false;
        } catch (IndexOutOfBoundsException itDoes) {
            lastMapping = new WeakReference<>(buffer);
            return true;
        }
    }

    /**
     * What a failure came of: the error that the JVM owes to the calling thread, if it owes one; else the failure itself.
     *
     * @throws VirtualMachineError as {@link #requireFault} does
     */
    public static Throwable causeOf(Throwable failure) {
        if (failure instanceof InternalError error) {
            requireFault(error);
        }
        try {
            throwNow();
            return failure;
        } catch (InternalError fault) {
            requireFault(fault);
            return fault;
        }
    }

    /**
     * To be called before anything is concluded from such an error: what the JVM makes of a page that is gone has no cause.
     *
     * @throws VirtualMachineError what it came of, if that is none: the JDK tells so, too, that the stack has ended, or that
     *     there is no memory, where it was about to link code
     */
    public static void requireFault(InternalError error) {
        for (Throwable at = error.getCause(); at != null; at = at.getCause()) {
            if (at instanceof StackOverflowError || at instanceof OutOfMemoryError) {
                throw (VirtualMachineError) at;
            }
        }
    }

    /** Whether all pages of a buffer can be read: a buffer of a user may map a file that somebody has cut. */
    public static boolean isThere(ByteBuffer buffer) {
        if (!buffer.isDirect()) {
            return true;
        }
        try {
            int seen = 0;
            for (int at = 0; at < buffer.limit(); at += PAGE_BYTES) {
                seen += buffer.get(at);
            }
            seen += buffer.limit() == 0 ? 0 : buffer.get(buffer.limit() - 1);
            lastSeen = seen; // no compiler leaves the reads out
            throwNow();
            return true;
        } catch (InternalError fault) {
            return false;
        }
    }
}
