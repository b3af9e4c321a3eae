package io.mailslot.testkit;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** A person's debugger: in this JVM, or asked for in a child. While there may be one, no time is limited. */
final class Debugging {
    /** The names of children to be debugged, or {@code *}. */
    static final String CHILDREN = "mailslot.testkit.debug";

    /** The port at which an IDE listens for them; without it they listen themselves. */
    static final String IDE = "mailslot.testkit.debug.ide";

    static final Pattern LISTENING = Pattern.compile("Listening for transport dt_socket at address: (\\d+)");

    private Debugging() {}

    /** Tells on the console of the test where a person's debugger is waited for. */
    static void announce(Child child) {
        try {
            System.out.println(child + " waits for a debugger at port "
                    + child.awaitOutput(LISTENING).group(1));
        } catch (ChildFailure notListening) {
            return; // it has come to the IDE, or ended
        }
    }

    /** Whether this JVM, or any child, may stand still because a person wants it so. */
    static boolean isPossible() {
        return !System.getProperty(CHILDREN, "").isEmpty()
                || ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                        .anyMatch(option -> option.startsWith("-agentlib:jdwp") || option.startsWith("-Xrunjdwp"));
    }

    /**
     * The option of a child that is to be debugged.
     *
     * @param anyway whether the test itself wants it
     */
    static Optional<String> option(String child, boolean anyway) {
        boolean wanted = Arrays.stream(System.getProperty(CHILDREN, "").split(","))
                .map(String::strip)
                .anyMatch(name -> name.equals("*") || name.equals(child));
        if (!wanted && !anyway) {
            return Optional.empty();
        }
        String ide = System.getProperty(IDE, "");
        return Optional.of("-agentlib:jdwp=transport=dt_socket,suspend=y,"
                + (ide.isEmpty() ? "server=y,address=127.0.0.1:0" : "server=n,address=127.0.0.1:" + ide));
    }
}
