package io.mailslot.testkit;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * By what a child is known to be ready. Immutable.
 *
 * @since 0.1.0
 */
public final class Ready {
    private final Optional<Pattern> output;
    private final OptionalInt port;
    private final boolean attached;

    private Ready(Optional<Pattern> output, OptionalInt port, boolean attached) {
        this.output = output;
        this.port = port;
        this.attached = attached;
    }

    /**
     * It has printed something, on standard output or standard error.
     *
     * @param pattern a regular expression to be found there; its groups can be asked for ({@link Child#ready})
     * @return the condition
     */
    public static Ready output(String pattern) {
        return output(Pattern.compile(pattern));
    }

    /**
     * It has printed something, on standard output or standard error.
     *
     * @param pattern to be found there
     * @return the condition
     */
    public static Ready output(Pattern pattern) {
        return new Ready(Optional.of(pattern), OptionalInt.empty(), false);
    }

    /**
     * It accepts connections.
     *
     * @param number of a TCP port of this machine
     * @return the condition
     */
    public static Ready port(int number) {
        return new Ready(Optional.empty(), OptionalInt.of(number), false);
    }

    /**
     * It is attached to the test's home.
     *
     * @return the condition
     */
    public static Ready attached() {
        return new Ready(Optional.empty(), OptionalInt.empty(), true);
    }

    /**
     * Its code says so, by {@link ChildContext#ready}.
     *
     * @return the condition
     */
    public static Ready said() {
        return new Ready(Optional.empty(), OptionalInt.empty(), false);
    }

    Optional<Pattern> pattern() {
        return output;
    }

    OptionalInt portNumber() {
        return port;
    }

    boolean isAttached() {
        return attached;
    }
}
