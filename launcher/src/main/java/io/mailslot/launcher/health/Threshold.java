package io.mailslot.launcher.health;

import java.util.ArrayList;
import java.util.List;

/**
 * What is too much of something: more than the first number is a warning, more than the second one critical.
 *
 * @param name of what; empty for all
 * @param warn the first
 * @param critical the second
 */
record Threshold(String name, long warn, long critical) {
    /** In place of a number that nothing exceeds. */
    static final long NONE = Long.MAX_VALUE;

    /**
     * Reads {@code WARN:CRIT}, or {@code NAME:WARN:CRIT}; a name may have colons.
     *
     * @throws IllegalArgumentException if it is none, with what is wrong
     */
    static Threshold of(String option, String text, boolean named) {
        List<String> parts = new ArrayList<>(List.of(text.split(":", -1)));
        int least = named ? 3 : 2;
        try {
            if (parts.size() >= least && (named || parts.size() == least)) {
                long critical = Long.parseLong(parts.remove(parts.size() - 1));
                long warn = Long.parseLong(parts.remove(parts.size() - 1));
                String name = String.join(":", parts);
                if (warn >= 0 && warn <= critical && named == !name.isEmpty()) {
                    return new Threshold(name, warn, critical);
                }
            }
        } catch (NumberFormatException none) {
            // told below
        }
        throw new IllegalArgumentException(option + " takes " + (named ? "NAME:" : "")
                + "WARN:CRIT, two numbers from 0 up of which the second is not smaller, not '" + text + "'");
    }

    Status of(long value) {
        return value > critical ? Status.CRITICAL : value > warn ? Status.WARNING : Status.OK;
    }
}
