package io.mailslot.internal.command;

import io.mailslot.api.KernelHandle;
import io.mailslot.internal.memory.Shortage;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A child that is to be started: its command, and what does not fit there.
 *
 * @param builder the command, the environment and the streams
 * @param paths class path and module path that are too long for a word of a command line, as an argument file has them
 * @param named handles that it inherits under names
 */
public record ChildCommand(ProcessBuilder builder, Optional<String> paths, Map<String, KernelHandle> named) {
    /** Stands for the argument file, which is not written yet. */
    static final String PLACE_OF_FILE = "@";

    private static final String FILE = "start.args";

    public static ChildCommand of(ProcessBuilder builder) {
        return new ChildCommand(builder, Optional.empty(), Map.of());
    }

    /**
     * Writes what does not fit into the command, and names it there.
     *
     * @param folder goes with the child
     */
    public void writeFile(Path folder) throws IOException {
        if (paths.isPresent()) {
            Path file = folder.resolve(FILE);
            // a JVM reads it as it reads its command line
            byte[] text = paths.get().getBytes(Charset.forName(System.getProperty("sun.jnu.encoding")));
            Shortage.writing(
                    folder, () -> Files.write(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
            List<String> command = new ArrayList<>(builder.command());
            command.set(command.indexOf(PLACE_OF_FILE), PLACE_OF_FILE + file);
            builder.command(command);
        }
    }
}
