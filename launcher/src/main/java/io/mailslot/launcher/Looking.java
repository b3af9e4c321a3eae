package io.mailslot.launcher;

import io.mailslot.api.ErrorCode;
import io.mailslot.launcher.look.LookContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The command line, as the looks see it. */
final class Looking implements LookContext {
    private final Main main;

    Looking(Main main) {
        this.main = main;
    }

    @Override
    public Path home() {
        return main.home();
    }

    @Override
    public String homeOption() {
        return main.homeOption();
    }

    @Override
    public boolean isTerminal() {
        return main.console().terminal().output();
    }

    @Override
    public int width() {
        return main.console().terminal().width();
    }

    @Override
    public void line(String text) throws IOException {
        main.console().println(Printable.line(text));
    }

    @Override
    public void table(List<Column> columns, List<String[]> rows, boolean header, boolean wide) throws IOException {
        boolean[] numbers = new boolean[columns.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = columns.get(i).isNumber();
        }
        Table table = new Table(numbers);
        if (header) {
            table.add(columns.stream().map(Column::name).toArray(String[]::new));
        }
        rows.forEach(table::add);
        boolean all = wide || !isTerminal();
        for (String line : all ? table.lines() : table.lines(width(), dispensable(columns))) {
            main.console().println(line);
        }
    }

    private static int[] dispensable(List<Column> columns) {
        List<Integer> sorted = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).need() > 0) {
                sorted.add(i);
            }
        }
        sorted.sort(Comparator.comparingInt(each -> columns.get(each).need()));
        return sorted.stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public void json(Object value) throws IOException {
        main.console().println(Json.line(value));
    }

    @Override
    public void say(String message) {
        main.console().say(message);
    }

    @Override
    public String shellWord(String word) {
        return Humanize.shellWord(word);
    }

    @Override
    public RuntimeException failure(ErrorCode code, String message) {
        return new CommandFailure(ExitCode.of(code), message);
    }

    @Override
    public int exitCode(ErrorCode code) {
        return ExitCode.of(code).value();
    }
}
