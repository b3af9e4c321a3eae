package io.mailslot.launcher.look;

import io.mailslot.api.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What the commands of this package need of the command line. */
public interface LookContext {
    /** {@return the home to look at, whether it exists or not} */
    Path home();

    /** {@return what makes a command that is advised work on the same home: nothing, or a blank and the option} */
    String homeOption();

    /** {@return whether people see standard output as it is printed} */
    boolean isTerminal();

    /** {@return how many columns that has} */
    int width();

    /**
     * Prints one line of text.
     *
     * @param text without its end
     * @throws IOException if it cannot be printed
     */
    void line(String text) throws IOException;

    /**
     * Prints a table.
     *
     * @param columns what is in them
     * @param rows a cell for each column
     * @param header whether to begin with their names
     * @param wide whether to print all of it, also where a terminal is too narrow
     * @throws IOException if it cannot be printed
     */
    void table(List<Column> columns, List<String[]> rows, boolean header, boolean wide) throws IOException;

    /**
     * Prints a value as one line of JSON.
     *
     * @param value of maps, lists and simple values
     * @throws IOException if it cannot be printed
     */
    void json(Object value) throws IOException;

    /**
     * Says something to the person, not to the program behind the pipe.
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
     * One column of a table.
     *
     * @param name in the header
     * @param isNumber whether it is aligned to the right
     * @param need from 1 up: of a table that is too wide the columns with the lowest ones go first; 0 for one that never goes
     */
    record Column(String name, boolean isNumber, int need) {
        static Column text(String name, int need) {
            return new Column(name, false, need);
        }

        static Column number(String name, int need) {
            return new Column(name, true, need);
        }
    }
}
