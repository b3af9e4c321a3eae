package io.mailslot.remote.internal.link;

/**
 * Whose mailslot a frame is for, and who sent it. Names are in the form in which they are compared: lower case.
 *
 * @param to the machine, or {@link #ALL}
 * @param from the machine that sent it; the engine lets no other one use its name
 * @param slot the mailslot's name in the bare form, such as {@code shop/orders}
 */
public record Address(String to, String from, String slot) {
    /** Stands for every machine of the domain; no machine can have this name. */
    public static final String ALL = "*";

    /** Whether it is for every machine. */
    public boolean isForAll() {
        return to.equals(ALL);
    }
}
