package io.mailslot.launcher.look;

import io.mailslot.api.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What the commands of this package need of the command line. */
public interface LookContext {
    /** {@return the home to look at, whether it exists or not} */
    Path home();

    /** {@return what makes a command that is advised work on the same home: nothing, or a blank and the option} */
    String homeOption();

    /** {@return whether people see standard output as it is printed} */
    boolean isTerminal();

    /** {@return whether people see standard output on a screen that can be drawn on anywhere} */
    boolean canDraw();

    /** {@return whether they do, and type standard input} */
    boolean isInteractive();

    /** {@return how many columns that has} */
    int width();

    /**
     * Has colours, or none, whatever is usual where it prints.
     *
     * @param wanted whether there are to be any
     */
    void colours(boolean wanted);

    /**
     * Begins to print in the place of what was printed before; {@link #flush} ends that, and shows it at once.
     *
     * @param title of the whole
     */
    void beginScreen(String title);

    /**
     * Has all be seen that was printed.
     *
     * @throws IOException if it cannot be printed
     */
    void flush() throws IOException;

    /**
     * Prints one line of text.
     *
     * @param text without its end
     * @throws IOException if it cannot be printed
     */
    default void line(String text) throws IOException {
        line(text, "", Tone.PLAIN);
    }

    /**
     * Prints one line of text of which the end may matter.
     *
     * @param text that begins it
     * @param end that ends it
     * @param tone of the end
     * @throws IOException if it cannot be printed
     */
    void line(String text, String end, Tone tone) throws IOException;

    /**
     * Prints a table.
     *
     * @param columns what is in them
     * @param rows a cell for each column
     * @param header whether to begin with their names
     * @param wide whether to print all of it, also where a terminal is too narrow
     * @throws IOException if it cannot be printed
     */
    void table(List<Column> columns, List<Cell[]> rows, boolean header, boolean wide) throws IOException;

    /**
     * Prints further rows of a table: their columns are below the names that were printed before.
     *
     * @param columns what is in them
     * @param rows a cell for each column
     * @throws IOException if they cannot be printed
     */
    void further(List<Column> columns, List<Cell[]> rows) throws IOException;

    /**
     * A table as lines, not printed.
     *
     * @param columns what is in them
     * @param rows a cell for each column
     * @param width that it has to fit
     * @return the names of the columns, and a line for each row, with colours if there are any
     */
    List<String> lines(List<Column> columns, List<Cell[]> rows, int width);

    /**
     * Text that may matter.
     *
     * @param text that is printable
     * @param tone of it
     * @return in colour, if there are any
     */
    String toned(String text, Tone tone);

    /**
     * A number of bytes, rounded where people read it.
     *
     * @param bytes how many
     * @return in words, or in digits only
     */
    String bytes(long bytes);

    /**
     * A time as options take it.
     *
     * @param time any
     * @return one word
     */
    String duration(Duration time);

    /**
     * Prints a value as one line of JSON.
     *
     * @param value of maps, lists and simple values
     * @throws IOException if it cannot be printed
     */
    void json(Object value) throws IOException;

    /**
     * A value as one line of JSON that is safe to look at.
     *
     * @param value of maps, lists and simple values
     * @return without its end
     * @throws IOException if it is no such value
     */
    String jsonText(Object value) throws IOException;

    /**
     * Text from elsewhere as it may be shown to people.
     *
     * @param text of one line
     * @return what would do anything to a terminal is spelled out
     */
    String printable(String text);

    /**
     * How wide text is on a terminal.
     *
     * @param text that is printable
     * @return in columns, of which some letters take two
     */
    int columns(String text);

    /**
     * Text as wide as it is to be on a terminal: what is longer loses its middle.
     *
     * @param text that is printable
     * @param columns how many
     * @return with blanks behind it, where it is shorter
     */
    String fitted(String text, int columns);

    /**
     * Prints a message as {@code receive} does.
     *
     * @param message its bytes
     * @param raw whether to print those and nothing else
     * @param nul whether it ends with a NUL, not with a line feed
     * @throws IOException if it cannot be printed
     */
    void message(byte[] message, boolean raw, boolean nul) throws IOException;

    /**
     * The fields of JSON that tell what is in a message.
     *
     * @param message its bytes
     * @return its size, and its text if it is one
     */
    Map<String, Object> content(byte[] message);

    /**
     * Says something to the person, not to the program behind the pipe: below what is printed in the place of what was printed
     * before, else on standard error.
     *
     * @param message without its end
     */
    void say(String message);

    /**
     * A word as a shell takes it.
     *
     * @param word any
     * @return quoted, if need be
     */
    String shellWord(String word);

    /**
     * A command about one thing, as a shell takes it. A name that begins with a dash would be taken for an option: it stands last,
     * behind two dashes.
     *
     * @param command the command, and what is the same for all names
     * @param name of the thing
     * @param options what follows the name, or stands before it; begins with a blank, or is empty
     * @return the line
     */
    default String about(String command, String name, String options) {
        String word = shellWord(name);
        return name.startsWith("-") ? command + options + " -- " + word : command + " " + word + options;
    }

    /**
     * A failure that ends the command.
     *
     * @param code of the library, for which an exit code stands
     * @param message what has failed
     * @return to be thrown
     */
    RuntimeException failure(ErrorCode code, String message);

    /**
     * The exit code that stands for an error of the library.
     *
     * @param code of the library
     * @return the exit code
     */
    int exitCode(ErrorCode code);

    /**
     * The failure for a mailslot that the home does not have.
     *
     * @param name that was asked for
     * @return to be thrown
     */
    RuntimeException noSuchMailslot(String name);
}
