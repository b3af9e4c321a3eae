package io.mailslot.launcher;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * Leaves Ctrl-C to a child. A terminal sends SIGINT to parent and child alike; only the child can know whether it means
 * the end, so the parent has to stay and report how the child took it.
 */
final class Signals {
    private Signals() {}

    /**
     * Makes this JVM survive SIGINT. With a handler that does nothing, not by ignoring the signal: children inherit
     * ignored signals.
     *
     * @return false if this JVM cannot do it
     */
    static boolean surviveInterrupt() {
        try {
            // By reflection: sun.misc.Signal is exported for good by jdk.unsupported, but javac warns of every use.
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object doNothing =
                    Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handler}, doNothing());
            Object interrupt = signal.getConstructor(String.class).newInstance("INT");
            signal.getMethod("handle", signal, handler).invoke(null, interrupt, doNothing);
            return true;
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            return false;
        }
    }

    private static InvocationHandler doNothing() {
        return (proxy, method, arguments) -> switch (method.getName()) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> "does nothing";
            default -> null;
        };
    }
}
