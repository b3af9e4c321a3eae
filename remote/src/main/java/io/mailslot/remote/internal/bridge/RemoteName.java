package io.mailslot.remote.internal.bridge;

import io.mailslot.remote.internal.config.Names;
import io.mailslot.remote.internal.link.Address;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a mailslot of another machine, or of several.
 *
 * @param host folded: a machine, the domain, or {@link #OTHERS}
 * @param slot the mailslot's name in the bare form, as it was written
 */
record RemoteName(String host, String slot) {
    /** Every other machine of the domain: where the outbox leads that a broadcast goes to besides the local mailslot. */
    static final String OTHERS = "+";

    private static final Pattern WINDOWS_FORM =
            Pattern.compile("\\\\\\\\([^\\\\]+)\\\\mailslot\\\\(.+)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** {@return what a name means; empty if it is no full name of a mailslot with a host, or is a local one} */
    static Optional<RemoteName> parse(String name) {
        Matcher matcher = WINDOWS_FORM.matcher(name);
        if (!matcher.matches()
                || matcher.group(1).equals(".")
                || matcher.group(1).equals("*")) {
            return Optional.empty();
        }
        return Optional.of(
                new RemoteName(Names.fold(matcher.group(1)), matcher.group(2).replace('\\', '/')));
    }

    /** {@return the full name, which is the name of the outbox} */
    String text() {
        return "\\\\" + host + "\\mailslot\\" + slot.replace('/', '\\');
    }

    /** {@return what is the same for all spellings of the name} */
    String key() {
        return Names.fold(text());
    }

    boolean isForOthers() {
        return host.equals(OTHERS);
    }

    /** {@return where the engine takes it} */
    Address address(String me, String domain) {
        boolean forAll = isForOthers() || host.equals(domain);
        return new Address(forAll ? Address.ALL : host, me, Names.fold(slot));
    }
}
