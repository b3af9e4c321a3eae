package io.mailslot.launcher.look;

import io.mailslot.inspect.HomeSnapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** A look that prints a table. */
abstract class ListCommand extends LookCommand {
    private static final String HELP = "help";

    /** Of the table that tells about the columns of another one. */
    private static final List<Column> HELP_COLUMNS =
            List.of(Column.text("COLUMN", 0, ""), Column.text("USUAL", 0, ""), Column.text("MEANING", 0, ""));

    @Option(
            names = {"-o", "--columns"},
            paramLabel = "COL,COL",
            description = "Show these columns, or with +COL,COL these besides the usual ones; '-o help' lists them.")
    private String names;

    @Option(
            names = "--sort",
            paramLabel = "COL",
            parameterConsumer = AnyWord.class,
            description = "Sort by this column; with -COL the largest first.")
    private String sort;

    @Option(names = "--no-header", description = "Leave out the line with the column names.")
    private boolean noHeader;

    @Option(names = "--wide", description = "Show all that pipes get, also on a terminal that is too narrow for it.")
    private boolean wide;

    /** What was asked for. */
    private Rows asked;

    /** The columns that there are. */
    abstract List<Column> columns();

    /** The rows, with a cell for each of the columns. */
    abstract List<Cell[]> rows(HomeSnapshot home);

    /** A line below the table, for people only; empty for none. */
    String summary(HomeSnapshot home) {
        return "";
    }

    /** Whether a column is wanted, which may cost something. */
    boolean shows(String column) {
        return asked.need(column);
    }

    @Override
    boolean prepare() throws IOException {
        if (HELP.equals(names)) {
            helpWithColumns();
            return true;
        }
        try {
            asked = Rows.of(columns(), names, sort);
            return false;
        } catch (IllegalArgumentException unknown) {
            throw wrong(unknown.getMessage());
        }
    }

    private void helpWithColumns() throws IOException {
        List<Cell[]> rows = new ArrayList<>();
        for (Column column : columns()) {
            rows.add(new Cell[] {Cell.of(column.name()), Cell.of(column.isUsual() ? "yes" : "-"), Cell.of(column.what())
            });
        }
        context().table(HELP_COLUMNS, rows, !noHeader, true);
    }

    @Override
    final void print(HomeSnapshot home) throws IOException {
        context().table(asked.columns(), asked.shown(rows(home)), !noHeader, wide);
        String summary = summary(home);
        if (!summary.isEmpty() && context().isTerminal() && !noHeader) {
            context().line(summary);
        }
    }
}
