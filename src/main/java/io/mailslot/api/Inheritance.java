package io.mailslot.api;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which handles a child process receives, under the same numbers and with the same rights and flags. Immutable.
 *
 * @since 0.1.0
 */
public final class Inheritance {
    private final Parts parts;

    private Inheritance(boolean everyOne, List<Integer> handles) {
        this.parts = new Parts(everyOne, handles);
    }

    private record Parts(boolean everyOne, List<Integer> handles) {
        private Parts {
            handles = List.copyOf(handles);
        }
    }

    /**
     * Every handle that has the inherit flag when the child is created.
     *
     * @return the choice
     */
    public static Inheritance all() {
        return new Inheritance(true, List.of());
    }

    /**
     * No handle at all.
     *
     * @return the choice
     */
    public static Inheritance none() {
        return new Inheritance(false, List.of());
    }

    /**
     * The listed handles and no others. Each must have the inherit flag.
     *
     * @param handles handle numbers; none listed inherits nothing
     * @return the choice
     */
    public static Inheritance only(int... handles) {
        return new Inheritance(false, Arrays.stream(handles).boxed().toList());
    }

    /** {@return whether it is every handle that has the inherit flag} */
    public boolean everyOne() {
        return parts.everyOne;
    }

    /** {@return the listed handles; none if it is every one} */
    public List<Integer> handles() {
        return parts.handles;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Inheritance inheritance && parts.equals(inheritance.parts);
    }

    @Override
    public int hashCode() {
        return parts.hashCode();
    }

    @Override
    public String toString() {
        return "Inheritance" + parts.toString().substring("Parts".length());
    }
}
