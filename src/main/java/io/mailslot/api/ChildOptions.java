package io.mailslot.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a child process is started. Immutable; each {@code with…} method returns a changed copy.
 *
 * @since 0.1.0
 */
public final class ChildOptions {
    private final Inheritance inheritance;
    private final boolean endOnClose;

    private ChildOptions(Inheritance inheritance, boolean endOnClose) {
        this.inheritance = Objects.requireNonNull(inheritance, "inheritance");
        this.endOnClose = endOnClose;
    }

    /**
     * The child receives no handles, and goes on whatever becomes of its parent.
     *
     * @return the defaults
     */
    public static ChildOptions defaults() {
        return new ChildOptions(Inheritance.none(), false);
    }

    /** {@return which handles the child receives} */
    public Inheritance inheritance() {
        return inheritance;
    }

    /** {@return whether the child ends with its parent} */
    public boolean endOnClose() {
        return endOnClose;
    }

    /**
     * Chooses which handles the child receives.
     *
     * @param choice of the handles of the parent
     * @return a changed copy
     */
    public ChildOptions withInheritance(Inheritance choice) {
        return new ChildOptions(choice, endOnClose);
    }

    /**
     * Has the child end when the parent closes its last handle to it, leaves the home (closes its last kernel), ends, or is
     * killed, whichever comes first. It is ended by the operating system, at once; its exit code is that of a kill (137). So
     * is a JVM below it that has got what the child had inherited; other programs that it has started are not.
     *
     * <p>Of a parent that was killed the other processes of the home see to it, within two seconds; a child that is a JVM and
     * attached sees to it itself. A child that is no JVM goes on while nobody else is attached to the home; and so does one
     * whose parent was killed in the moment of its start.
     *
     * @param end whether it ends so
     * @return a changed copy
     */
    public ChildOptions withEndOnClose(boolean end) {
        return new ChildOptions(inheritance, end);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ChildOptions options
                && inheritance.equals(options.inheritance)
                && endOnClose == options.endOnClose;
    }

    @Override
    public int hashCode() {
        return Objects.hash(inheritance, endOnClose);
    }

    @Override
    public String toString() {
        return "ChildOptions[inheritance=" + inheritance + ", endOnClose=" + endOnClose + "]";
    }
}
