package io.mailslot.testkit;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A place in unchanged code at which a child is to stand still: the test is the child's debugger. Immutable.
 *
 * @since 0.1.0
 */
public final class Stop {
    private final String type;
    private final String method;
    private final int call;
    private final OptionalInt line;
    private final When when;
    private final Optional<String> thrown;

    enum When {
        CALLED,
        RETURNING,
        THROWING
    }

    private Stop(String type, String method, int call, OptionalInt line, When when, Optional<String> thrown) {
        this.type = type;
        this.method = method;
        this.call = call;
        this.line = line;
        this.when = when;
        this.thrown = thrown;
    }

    /**
     * At the first call of a method, before it has done anything. All methods of that name count together.
     *
     * @param type the class that has it
     * @param method its name; {@code <init>} for constructors
     * @return the place
     */
    public static Stop at(Class<?> type, String method) {
        return at(type.getName(), method);
    }

    /**
     * At the first call of a method, before it has done anything. All methods of that name count together.
     *
     * @param type binary name of the class that has it
     * @param method its name; {@code <init>} for constructors
     * @return the place
     */
    public static Stop at(String type, String method) {
        return new Stop(
                Objects.requireNonNull(type, "type"),
                Objects.requireNonNull(method, "method"),
                1,
                OptionalInt.empty(),
                When.CALLED,
                Optional.empty());
    }

    /**
     * Not the first time, but a later one.
     *
     * @param number which time; 1 for the first
     * @return a changed copy
     */
    public Stop call(int number) {
        if (number < 1) {
            throw new IllegalArgumentException("call " + number + " is none; the first one is 1");
        }
        return new Stop(type, method, number, line, when, thrown);
    }

    /**
     * At a line of the method, instead of its beginning.
     *
     * @param number of the line in its file
     * @return a changed copy
     */
    public Stop line(int number) {
        return new Stop(type, method, call, OptionalInt.of(number), When.CALLED, Optional.empty());
    }

    /**
     * When the method is about to return, instead of at its beginning.
     *
     * @return a changed copy
     */
    public Stop onReturn() {
        return new Stop(type, method, call, OptionalInt.empty(), When.RETURNING, Optional.empty());
    }

    /**
     * When something is thrown in the method itself, instead of at its beginning.
     *
     * @param throwable what is thrown, or one of its superclasses
     * @return a changed copy
     */
    public Stop onThrow(Class<? extends Throwable> throwable) {
        return new Stop(type, method, call, OptionalInt.empty(), When.THROWING, Optional.of(throwable.getName()));
    }

    String type() {
        return type;
    }

    String method() {
        return method;
    }

    int call() {
        return call;
    }

    OptionalInt line() {
        return line;
    }

    When when() {
        return when;
    }

    Optional<String> thrown() {
        return thrown;
    }

    @Override
    public String toString() {
        String place = type + "." + method + (line.isPresent() ? ", line " + line.getAsInt() : "");
        String how = switch (when) {
            case CALLED -> "";
            case RETURNING -> ", returning";
            case THROWING -> ", throwing " + thrown.orElseThrow();
        };
        return place + how + (call == 1 ? "" : ", time " + call);
    }
}
