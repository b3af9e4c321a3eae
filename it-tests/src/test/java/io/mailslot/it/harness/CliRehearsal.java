package io.mailslot.it.harness;

import java.lang.reflect.Method;
import java.util.List;

/** Main class of a JVM that runs one command of the tool after the other, in one home, and so loads what each of them does. */
final class CliRehearsal {
    private static final String LAUNCHER = "io.mailslot.launcher.";

    /** Together they load most of what any command does. There is one durable mailslot with a message, and another one. */
    private static final List<String> COMMANDS = List.of(
            "receive rehearsal --timeout 0",
            "receive kept --cursor c --json --drain",
            "send kept text",
            "ls",
            "ls --json",
            "info kept",
            "info kept --json",
            "ps",
            "handles",
            "objects --json",
            "tree",
            "why ledger",
            "why nothing",
            "snapshot",
            "diff missing",
            "delete spare",
            "run -- true",
            "example",
            "help",
            "help exit-codes",
            "send --help",
            "wrong",
            "ls --wrong");

    private CliRehearsal() {}

    public static void main(String[] none) throws ReflectiveOperationException {
        Class<?> console = Class.forName(LAUNCHER + "Console");
        Method system = console.getDeclaredMethod("system");
        Method execute = Class.forName(LAUNCHER + "Main").getDeclaredMethod("execute", console, String[].class);
        system.setAccessible(true);
        execute.setAccessible(true);
        for (String command : COMMANDS) {
            execute.invoke(null, system.invoke(null), command.split(" "));
        }
        Class.forName(LAUNCHER + "Start").getMethod("main", String[].class).invoke(null, (Object)
                new String[] {"--version"});
    }
}
