package io.mailslot.it.stale;

import io.mailslot.FileObjects;
import io.mailslot.Kernel;
import io.mailslot.Synchronization;
import io.mailslot.api.ChildOptions;
import io.mailslot.api.Inheritance;
import io.mailslot.api.KernelHandle;
import io.mailslot.win32.Win32;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All public methods that take a handle, or are called on one; found by looking at the classes. */
final class StaleMethods {
    private static final List<Class<?>> DOORS =
            List.of(Kernel.class, Synchronization.class, FileObjects.class, Win32.class);

    /** What may be a handle among a door's parameters. */
    private static final Set<Class<?>> NUMBERS = Set.of(int.class, int[].class, Inheritance.class, ChildOptions.class);

    /** Doors' methods whose numbers are no handles. */
    private static final Set<String> OTHER_NUMBERS = Set.of(
            "Kernel.exitProcess(int)",
            "Win32.exitProcess(int)",
            "Win32.setLastError(int)",
            "Win32.createMailslot(String, int, int, SecurityAttributes)",
            "Win32.createSemaphore(SecurityAttributes, int, int, String)",
            "Win32.openProcess(int, boolean, int)",
            "Win32.openEvent(int, boolean, String)",
            "Win32.openSemaphore(int, boolean, String)",
            "Win32.openMutex(int, boolean, String)");

    private StaleMethods() {}

    static Set<String> all() {
        Set<String> all = new TreeSet<>();
        Set<Class<?>> handles = new java.util.HashSet<>();
        for (Class<?> door : DOORS) {
            for (Method method : publicMethods(door)) {
                addHandles(method.getReturnType(), handles);
                if (Stream.of(method.getParameterTypes()).anyMatch(NUMBERS::contains)) {
                    all.add(name(method));
                }
            }
        }
        if (!all.containsAll(OTHER_NUMBERS)) {
            throw new IllegalStateException("not all of these methods are there: " + OTHER_NUMBERS);
        }
        all.removeAll(OTHER_NUMBERS);
        handles.forEach(type -> publicMethods(type).forEach(method -> all.add(name(method))));
        return all;
    }

    /** The type, if it is one of handles, and those above it. */
    private static void addHandles(Class<?> type, Set<Class<?>> handles) {
        if (KernelHandle.class.isAssignableFrom(type) && handles.add(type)) {
            Stream.of(type.getInterfaces()).forEach(above -> addHandles(above, handles));
        }
    }

    private static List<Method> publicMethods(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers())
                        && !Modifier.isStatic(method.getModifiers())
                        && !method.isSynthetic())
                .toList();
    }

    private static String name(Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName()
                + Arrays.stream(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", ", "(", ")"));
    }
}
