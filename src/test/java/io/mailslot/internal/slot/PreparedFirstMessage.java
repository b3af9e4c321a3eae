package io.mailslot.internal.slot;

import io.mailslot.Kernel;
import java.lang.reflect.Method;

/** Prepares the first message of its JVM, and tells of what was loaded before and behind that. */
final class PreparedFirstMessage {
    private PreparedFirstMessage() {}

    /** Arguments: names of classes. */
    public static void main(String[] classes) throws ReflectiveOperationException {
        tell("before", classes);
        Kernel.prepareForFewMessages().join();
        tell("behind", classes);
    }

    private static void tell(String when, String[] classes) throws ReflectiveOperationException {
        Method find = ClassLoader.class.getDeclaredMethod("findLoadedClass", String.class);
        find.setAccessible(true);
        for (String name : classes) {
            boolean loaded = find.invoke(PreparedFirstMessage.class.getClassLoader(), name) != null;
            System.out.println(when + " " + name + " " + loaded);
        }
    }
}
