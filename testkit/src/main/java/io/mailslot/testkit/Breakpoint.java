package io.mailslot.testkit;

import com.sun.jdi.AbsentInformationException;
import com.sun.jdi.Bootstrap;
import com.sun.jdi.ClassType;
import com.sun.jdi.IncompatibleThreadStateException;
import com.sun.jdi.Location;
import com.sun.jdi.Method;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.StackFrame;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import com.sun.jdi.connect.ListeningConnector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.ExceptionEvent;
import com.sun.jdi.event.LocatableEvent;
import com.sun.jdi.event.MethodExitEvent;
import com.sun.jdi.request.BreakpointRequest;
import com.sun.jdi.request.ClassPrepareRequest;
import com.sun.jdi.request.EventRequest;
import com.sun.jdi.request.EventRequestManager;
import com.sun.jdi.request.ExceptionRequest;
import com.sun.jdi.request.MethodExitRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Has a child stand still at a place of code that knows nothing of it: this JVM is its debugger, by the JDK's own interface. All of
 * its threads stand still then.
 */
final class Breakpoint {
    private static final int FRAMES = 50;

    private final Stop stop;
    private final Runnable changed;
    private final ListeningConnector connector;
    private final Map<String, Connector.Argument> arguments;
    private final String address;
    private int calls;
    private volatile @Nullable VirtualMachine machine;
    private volatile @Nullable ThreadReference stopped;
    private volatile boolean released;
    private volatile Optional<String> problem = Optional.empty();
    private volatile boolean loaded;

    /**
     * Listens for the child from now on.
     *
     * @param changed done when it stands still
     */
    Breakpoint(Stop stop, Runnable changed) throws IOException {
        this.stop = stop;
        this.changed = changed;
        connector = Bootstrap.virtualMachineManager().listeningConnectors().stream()
                .filter(one -> one.transport().name().equals("dt_socket"))
                .findAny()
                .orElseThrow(() -> new IOException("this JDK has no debugger's connector for sockets"));
        arguments = connector.defaultArguments();
        arguments.get("localAddress").setValue("127.0.0.1");
        arguments.get("port").setValue("0");
        try {
            address = connector.startListening(arguments);
        } catch (IllegalConnectorArgumentsException e) {
            throw new IOException(e);
        }
        TestRun.daemon("mailslot-testkit-stop", this::debug);
    }

    String jvmOption() {
        return "-agentlib:jdwp=transport=dt_socket,server=n,suspend=y,address=" + address;
    }

    /** Whether the child stands there. */
    boolean isHit() {
        return stopped != null && !released;
    }

    /** Why it will never stand there. */
    Optional<String> problem() {
        return problem;
    }

    private void debug() {
        try {
            VirtualMachine child = connector.accept(arguments);
            machine = child;
            request(child.eventRequestManager());
            child.classesByName(stop.type()).forEach(this::place);
            while (stopped == null) {
                EventSet events = child.eventQueue().remove();
                if (!standsAfter(events)) {
                    events.resume();
                }
            }
        } catch (VMDisconnectedException | IOException ended) {
            return; // the child has ended, or is not needed any more
        } catch (IllegalConnectorArgumentsException | RuntimeException e) {
            fail(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            changed.run();
        }
    }

    private void fail(String why) {
        problem = Optional.of(why);
        changed.run();
    }

    /** What does not name a method of a loaded class is asked for beforehand. */
    private void request(EventRequestManager requests) {
        ClassPrepareRequest prepare = requests.createClassPrepareRequest();
        prepare.addClassFilter(stop.type());
        prepare.setSuspendPolicy(EventRequest.SUSPEND_ALL);
        prepare.enable();
        switch (stop.when()) {
            case CALLED -> {}
            case RETURNING -> {
                MethodExitRequest exits = requests.createMethodExitRequest();
                exits.addClassFilter(stop.type());
                exits.setSuspendPolicy(EventRequest.SUSPEND_ALL);
                exits.enable();
            }
            case THROWING -> {
                ExceptionRequest thrown = requests.createExceptionRequest(null, true, true);
                thrown.addClassFilter(stop.type());
                thrown.setSuspendPolicy(EventRequest.SUSPEND_ALL);
                thrown.enable();
            }
        }
    }

    private boolean standsAfter(EventSet events) {
        boolean stands = false;
        for (Event event : events) {
            if (event instanceof ClassPrepareEvent prepared) {
                place(prepared.referenceType());
            } else if (event instanceof LocatableEvent located && isWanted(located) && ++calls == stop.call()) {
                stopped = located.thread();
                stands = true;
            }
        }
        return stands;
    }

    private boolean isWanted(LocatableEvent event) {
        if (event instanceof BreakpointEvent) {
            return true;
        }
        boolean here = event.location().method().name().equals(stop.method());
        return event instanceof ExceptionEvent thrown
                ? here
                        && isKind(
                                (ClassType) thrown.exception().referenceType(),
                                stop.thrown().orElseThrow())
                : here && event instanceof MethodExitEvent;
    }

    private static boolean isKind(ClassType type, String wanted) {
        for (ClassType each = type; each != null; each = each.superclass()) {
            if (each.name().equals(wanted)) {
                return true;
            }
        }
        return false;
    }

    private void place(ReferenceType type) {
        loaded = true;
        List<Method> methods = type.methodsByName(stop.method());
        if (methods.isEmpty()) {
            fail(type.name() + " has no method '" + stop.method() + "'");
        } else if (stop.when() == Stop.When.CALLED) {
            List<Location> places = places(methods);
            if (places.isEmpty()) {
                fail("there is no code at " + stop);
            }
            places.forEach(this::stopAt);
        }
    }

    private List<Location> places(List<Method> methods) {
        List<Location> places = new ArrayList<>();
        for (Method method : methods) {
            if (stop.line().isPresent()) {
                try {
                    method.locationsOfLine(stop.line().getAsInt()).stream()
                            .findFirst()
                            .ifPresent(places::add);
                } catch (AbsentInformationException e) {
                    fail(method.declaringType().name() + " was compiled without line numbers");
                }
            } else if (method.location() != null && method.location().codeIndex() >= 0) {
                places.add(method.location());
            }
        }
        return places;
    }

    private void stopAt(Location place) {
        VirtualMachine child = place.virtualMachine();
        BreakpointRequest request = child.eventRequestManager().createBreakpointRequest(place);
        request.setSuspendPolicy(EventRequest.SUSPEND_ALL);
        request.enable();
    }

    /** Lets the child go on, for good. */
    void release() {
        VirtualMachine child = machine;
        if (child != null && !released) {
            released = true;
            try {
                child.dispose();
            } catch (VMDisconnectedException ended) {
                return;
            }
        }
    }

    /** Lets some threads go on, while all others stand still. */
    void wake(String... names) {
        VirtualMachine child = machine;
        if (child != null && isHit()) {
            child.allThreads().stream()
                    .filter(thread -> List.of(names).contains(thread.name()))
                    .forEach(ThreadReference::resume);
        }
    }

    /** What the threads are doing while the child stands still; the one that has come to the place is the first. */
    String threads() {
        VirtualMachine child = machine;
        ThreadReference first = stopped;
        if (child == null || first == null) {
            return "";
        }
        try {
            StringBuilder text = new StringBuilder("--- threads: all stand still, the first one at " + stop + "\n");
            describe(first, text);
            child.allThreads().stream()
                    .filter(thread -> !thread.equals(first))
                    .forEach(thread -> describe(thread, text));
            return text.toString();
        } catch (VMDisconnectedException ended) {
            return "";
        }
    }

    private static void describe(ThreadReference thread, StringBuilder text) {
        text.append('"').append(thread.name()).append("\"\n");
        try {
            thread.frames().stream()
                    .limit(FRAMES)
                    .map(StackFrame::location)
                    .forEach(place -> text.append("\tat ")
                            .append(place.declaringType().name())
                            .append('.')
                            .append(place.method().name())
                            .append(':')
                            .append(place.lineNumber())
                            .append('\n'));
        } catch (IncompatibleThreadStateException running) {
            text.append("\t(runs)\n");
        }
    }

    /** How far it is. */
    String state() {
        return stop + (loaded ? " (come there " + calls + " times)" : " (the class was never loaded)");
    }

    void close() {
        try {
            connector.stopListening(arguments);
        } catch (IOException | IllegalConnectorArgumentsException notListening) {
            return;
        }
    }
}
