package io.mailslot.launcher;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/** What this JVM does when it is sent a signal. */
final class Signals {
    private Signals() {}

    /**
     * Has a signal do something else than to end this JVM. By a handler, not by ignoring the signal: children inherit
     * ignored signals.
     *
     * @param name without SIG
     * @param action run by a thread of its own each time
     * @return false if this JVM cannot do it
     */
    static boolean handle(String name, Runnable action) {
        try {
            // By reflection: sun.misc.Signal is exported for good by jdk.unsupported, but javac warns of every use.
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object acting = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handler}, acting(name, action));
            Object handled = signal.getConstructor(String.class).newInstance(name);
            signal.getMethod("handle", signal, handler).invoke(null, handled, acting);
            return true;
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            return false;
        }
    }

    private static InvocationHandler acting(String name, Runnable action) {
        return (proxy, method, arguments) -> switch (method.getName()) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> "handles " + name;
            default -> {
                action.run();
                yield null;
            }
        };
    }
}
