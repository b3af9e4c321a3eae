package io.mailslot.api;

import java.util.Arrays;
import java.util.List;

/** Which handles a child process receives, under the same numbers and with the same rights and flags. */
public sealed interface Inheritance {
    /**
     * Every handle that has the inherit flag when the child is created.
     *
     * @return the choice
     */
    static Inheritance all() {
        return new All();
    }

    /**
     * No handle at all.
     *
     * @return the choice
     */
    static Inheritance none() {
        return new None();
    }

    /**
     * The listed handles and no others. Each must have the inherit flag.
     *
     * @param handles handle numbers; none listed inherits nothing
     * @return the choice
     */
    static Inheritance only(int... handles) {
        return new Only(Arrays.stream(handles).boxed().toList());
    }

    /** Every handle with the inherit flag. */
    record All() implements Inheritance {}

    /** No handle. */
    record None() implements Inheritance {}

    /**
     * The listed handles.
     *
     * @param handles handle numbers
     */
    record Only(List<Integer> handles) implements Inheritance {
        /**
         * Copies the list.
         *
         * @param handles handle numbers
         */
        public Only {
            handles = List.copyOf(handles);
        }
    }
}
