package io.mailslot.remote.internal.config;

import io.mailslot.api.InvalidArgumentException;

/**
 * Names some mailslots of some computers: {@code computer/name}, where the computer may be {@code *} and the last part of the
 * name may be {@code *}, which stands for all of the rest.
 *
 * @param computer folded; {@code *} for each
 * @param name folded; if it is a prefix, what all names begin with: empty, or with a slash at its end
 * @param prefix whether {@code name} is a prefix
 */
record NamePattern(String computer, String name, boolean prefix) {
    static final String ANY = "*";

    static NamePattern parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new InvalidArgumentException("the pattern '" + Names.printable(text) + "' has no '/'" + example());
        }
        String computer = text.substring(0, slash);
        String name = text.substring(slash + 1);
        if (!computer.equals(ANY)) {
            Names.checkHost("computer", computer);
        }
        Names.checkSlot(name);
        int star = name.indexOf(ANY);
        boolean prefix = name.equals(ANY) || name.endsWith("/" + ANY);
        if (star >= 0 && !(prefix && star == name.length() - 1)) {
            throw new InvalidArgumentException("the pattern '" + Names.printable(text)
                    + "' has a '*' that is not the whole last part of the name" + example());
        }
        String fixed = prefix ? name.substring(0, star) : name;
        return new NamePattern(Names.fold(computer), Names.fold(fixed), prefix);
    }

    boolean matches(String foldedComputer, String foldedName) {
        return isFor(foldedComputer) && (prefix ? isBelow(foldedName) : name.equals(foldedName));
    }

    boolean isForAnyComputer() {
        return computer.equals(ANY);
    }

    private boolean isFor(String foldedComputer) {
        return isForAnyComputer() || computer.equals(foldedComputer);
    }

    private boolean isBelow(String foldedName) {
        return foldedName.startsWith(name) && foldedName.length() > name.length();
    }

    private static String example() {
        return "; a pattern is 'B/orders', 'B/audit/*', or '*/news' for every computer";
    }

    @Override
    public String toString() {
        return computer + "/" + name + (prefix ? ANY : "");
    }
}
