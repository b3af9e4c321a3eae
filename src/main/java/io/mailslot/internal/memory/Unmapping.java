package io.mailslot.internal.memory;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;

/**
 * Unmaps a buffer before the garbage collector does, where the JVM lets us; else it is left to it. Whoever touches an
 * unmapped buffer ends the JVM, so only owners that know all users may ask for it.
 */
final class Unmapping {
    private static final MethodHandle CLEANER = find();

    private Unmapping() {}

    private static MethodHandle find() {
        try {
            return MethodHandles.lookup()
                    .findVirtual(
                            UnsafeAccess.type(), "invokeCleaner", MethodType.methodType(void.class, ByteBuffer.class))
                    .bindTo(UnsafeAccess.instance());
        } catch (ReflectiveOperationException | RuntimeException unavailable) {
            return null;
        }
    }

    static void unmap(ByteBuffer buffer) {
        if (CLEANER != null) {
            flushFaults();
            free(buffer);
        }
    }

    /** As {@link #unmap}, for memory that is of no file: nobody can have cut it. */
    static void free(ByteBuffer buffer) {
        if (CLEANER == null) {
            return;
        }
        try {
            CLEANER.invokeExact(buffer);
        } catch (UnsupportedOperationException denied) {
            // later JDKs refuse unless they are told otherwise: then the collector does it
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("cannot unmap", e);
        }
    }

    /**
     * What compiled code has read of a page that is gone, because somebody has cut a file, the JVM may tell a good while
     * later, on the way back from a native call. It must not do so within the cleaner, which ends the JVM for it.
     *
     * @throws InternalError if there is something to tell
     */
    private static void flushFaults() {
        Thread.yield();
    }
}
