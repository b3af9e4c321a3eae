package io.mailslot.launcher;

import java.util.List;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;

/**
 * Commands that people look for together.
 *
 * @param title of the group, in help
 * @param names of its commands
 */
record CommandGroup(String title, List<String> names) {
    private static final int INDENT = 2;
    private static final int GAP = 2;

    /** All groups with one line a command, as help shows them. */
    static String list(Help help) {
        int widest = Commands.NAMES.stream().mapToInt(String::length).max().orElseThrow();
        StringBuilder text = new StringBuilder();
        for (CommandGroup group : Commands.GROUPS) {
            text.append(System.lineSeparator());
            text.append(help.colorScheme().text("@|bold " + group.title + "|@").toString());
            text.append(System.lineSeparator()).append(group.table(help, widest));
        }
        return text.toString();
    }

    private TextTable table(Help help, int widest) {
        int names = INDENT + widest + GAP;
        int width = help.commandSpec().usageMessage().width();
        TextTable table = TextTable.forColumns(
                help.colorScheme(),
                new Column(names, INDENT, Overflow.SPAN),
                new Column(width - names, 0, Overflow.WRAP));
        for (String name : names()) {
            Help command = help.subcommands().get(name);
            table.addRowValues(
                    help.colorScheme().commandText(name),
                    help.colorScheme()
                            .text(String.join(
                                    " ", command.commandSpec().usageMessage().header())));
        }
        return table;
    }
}
