package io.mailslot.launcher.look;

import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Option;

/** A look that prints a table. */
abstract class ListCommand extends LookCommand {
    @Option(names = "--no-header", description = "Leave out the line with the column names.")
    private boolean noHeader;

    @Option(
            names = "--wide",
            description = "Show all columns, also on a terminal that is too narrow for them, as pipes always get them.")
    private boolean wide;

    void table(List<LookContext.Column> columns, List<String[]> rows) throws IOException {
        context().table(columns, rows, !noHeader, wide);
    }

    boolean isWide() {
        return wide || !context().isTerminal();
    }

    /** A line below a table, for people only. */
    void summary(String line) throws IOException {
        if (context().isTerminal() && !noHeader) {
            context().line(line);
        }
    }
}
