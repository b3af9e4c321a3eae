package io.mailslot.launcher;

import java.io.IOException;

/**
 * Where the jar begins. It answers what needs no description of the command line, which takes longer than that: tools ask for
 * the version to see whether there is one.
 */
public final class Start {
    private Start() {}

    /**
     * Runs one command and ends the JVM with its exit code.
     *
     * @param arguments the command line
     */
    public static void main(String[] arguments) {
        if (arguments.length == 1 && (arguments[0].equals("--version") || arguments[0].equals("-V"))) {
            System.exit(printVersion(Console.system()));
        }
        if (Boolean.getBoolean(Rehearsal.PROPERTY)) {
            System.exit(Rehearsal.play());
        }
        Main.main(arguments);
    }

    static int printVersion(Console console) {
        try {
            console.println(version());
            console.out().flush();
            return ExitCode.OK.value();
        } catch (IOException unprinted) {
            return Main.report(console, unprinted);
        }
    }

    /** The version that the build wrote into the jar. */
    static String version() {
        String version = Start.class.getPackage().getImplementationVersion();
        return "mailslot " + (version == null ? "(not packaged)" : version);
    }
}
