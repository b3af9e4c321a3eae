package io.mailslot.internal.memory;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;

/**
 * {@code sun.misc.Unsafe}, by reflection: the compiler warns of every use, and a JVM may be without it. Where a JDK warns of
 * its memory access it does so once, of the first caller.
 */
public final class UnsafeAccess {
    private static final String TYPE = "sun.misc.Unsafe";

    /** Whether memory can be reached. */
    public enum Memory {
        ALLOWED,
        /** The JVM has to be told to allow it. */
        DENIED,
        /** Not found, as in a JDK that has it no longer. */
        ABSENT
    }

    private UnsafeAccess() {}

    static Class<?> type() throws ClassNotFoundException {
        return Class.forName(TYPE);
    }

    static Object instance() throws ReflectiveOperationException {
        Field instance = type().getDeclaredField("theUnsafe");
        instance.setAccessible(true);
        return instance.get(null);
    }

    /** Tries it. */
    public static Memory memory() {
        try {
            Object address = type().getMethod("allocateMemory", long.class).invoke(instance(), 1L);
            type().getMethod("freeMemory", long.class).invoke(instance(), address);
            return Memory.ALLOWED;
        } catch (InvocationTargetException e) {
            // any other failure, as for want of memory, says nothing about the JVM
            return e.getCause() instanceof UnsupportedOperationException ? Memory.DENIED : Memory.ALLOWED;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return Memory.ABSENT;
        }
    }

    /**
     * The lookup with which the JDK itself may do anything, encapsulation or not.
     *
     * @throws ReflectiveOperationException if this JDK does not let it be read
     */
    public static MethodHandles.Lookup trustedLookup() throws ReflectiveOperationException {
        Field field = MethodHandles.Lookup.class.getDeclaredField("IMPL_LOOKUP");
        Object unsafe = instance();
        Object base = type().getMethod("staticFieldBase", Field.class).invoke(unsafe, field);
        Object offset = type().getMethod("staticFieldOffset", Field.class).invoke(unsafe, field);
        return (MethodHandles.Lookup)
                type().getMethod("getObject", Object.class, long.class).invoke(unsafe, base, offset);
    }
}
