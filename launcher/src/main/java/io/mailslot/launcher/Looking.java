package io.mailslot.launcher;

import io.mailslot.api.ErrorCode;
import io.mailslot.launcher.look.Cell;
import io.mailslot.launcher.look.Column;
import io.mailslot.launcher.look.LookContext;
import io.mailslot.launcher.look.Tone;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The command line, as the looks see it. */
class Looking implements LookContext {
    private final Main main;
    private boolean colours;

    private int width;
    private int height = Terminal.height();

    /** What is printed in the place of what was printed before; null if nothing is. */
    private Screen screen;

    /** Null as long as nothing was printed so. */
    private Resizing resizing;

    Looking(Main main) {
        this.main = main;
        this.colours = main.console().terminal().colours();
        this.width = main.console().terminal().width();
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
    public boolean canDraw() {
        return main.console().terminal().canDraw();
    }

    @Override
    public boolean isInteractive() {
        return main.console().terminal().isInteractive();
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public void colours(boolean wanted) {
        colours = wanted;
    }

    @Override
    public void beginScreen(String title) {
        if (resizing == null) {
            resizing = Resizing.watch();
        }
        resizing.size().ifPresent(size -> {
            height = size[0];
            width = size[1];
        });
        screen = new Screen(height, width);
        screen.add(title);
    }

    @Override
    public void flush() throws IOException {
        if (screen != null) {
            main.console().out().write(screen.text().getBytes(StandardCharsets.UTF_8));
            screen = null;
        }
        main.console().out().flush();
    }

    private void print(String line) throws IOException {
        if (screen == null) {
            main.console().println(line);
        } else {
            screen.add(line);
        }
    }

    @Override
    public void line(String text, String end, Tone tone) throws IOException {
        print(Printable.line(text) + toned(Printable.line(end), tone));
    }

    @Override
    public void table(List<Column> columns, List<Cell[]> rows, boolean header, boolean wide) throws IOException {
        print(fitting(columns, rows, header, wide));
    }

    @Override
    public void further(List<Column> columns, List<Cell[]> rows) throws IOException {
        List<String> lines = fitting(columns, rows, true, false);
        print(lines.subList(1, lines.size()));
    }

    private List<String> fitting(List<Column> columns, List<Cell[]> rows, boolean header, boolean wide) {
        Table table = filled(columns, rows, header);
        return wide || !isTerminal() ? table.lines() : table.lines(width(), dispensable(columns));
    }

    private void print(List<String> lines) throws IOException {
        for (String line : lines) {
            print(line);
        }
    }

    @Override
    public List<String> lines(List<Column> columns, List<Cell[]> rows, int width) {
        return filled(columns, rows, true).lines(width, dispensable(columns));
    }

    @Override
    public String toned(String text, Tone tone) {
        return colours ? Paint.of(tone, text) : text;
    }

    private Table filled(List<Column> columns, List<Cell[]> rows, boolean header) {
        boolean[] toTheRight = new boolean[columns.size()];
        for (int i = 0; i < toTheRight.length; i++) {
            toTheRight[i] = columns.get(i).isToTheRight();
        }
        Table table = new Table(toTheRight);
        if (header) {
            table.add(columns.stream().map(Column::name).toArray(String[]::new));
        }
        for (Cell[] row : rows) {
            Tone[] tones = colours ? Arrays.stream(row).map(Cell::tone).toArray(Tone[]::new) : null;
            table.add(tones, Arrays.stream(row).map(Cell::text).toArray(String[]::new));
        }
        return table;
    }

    @Override
    public String bytes(long bytes) {
        return isTerminal() ? Humanize.bytes(bytes) : String.valueOf(bytes);
    }

    @Override
    public String duration(Duration time) {
        return Humanize.duration(time);
    }

    @Override
    public RuntimeException noSuchMailslot(String name) {
        return main.noSuchMailslot(name, null);
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
        main.console().println(jsonText(value));
    }

    @Override
    public String jsonText(Object value) throws IOException {
        return Json.line(value);
    }

    @Override
    public String printable(String text) {
        return Printable.line(text);
    }

    @Override
    public int columns(String text) {
        return Columns.of(text);
    }

    @Override
    public String fitted(String text, int columns) {
        return Table.fitted(text, columns);
    }

    @Override
    public void message(byte[] message, boolean raw, boolean nul) throws IOException {
        MessageFormat shown = isTerminal() ? MessageFormat.SHOWN : MessageFormat.LINES;
        MessageFormat format = raw ? MessageFormat.RAW : nul ? MessageFormat.NUL : shown;
        format.print(main.console().out(), "", 0, message);
    }

    @Override
    public Map<String, Object> content(byte[] message) {
        return MessageFormat.content(message);
    }

    @Override
    public void say(String message) {
        if (screen == null) {
            main.console().say(message);
        } else {
            screen.addNote(Console.said(message)); // what is written in between would be drawn over, or stand in a row
        }
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
