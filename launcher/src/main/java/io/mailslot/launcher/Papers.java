package io.mailslot.launcher;

import io.mailslot.launcher.describe.CompletionCommand;
import io.mailslot.launcher.describe.ManualPage;
import io.mailslot.launcher.parse.FormWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** Run by the build: writes what describes the commands into the folder that is packed, and what the parser needs of them. */
final class Papers {
    private Papers() {}

    /** The folder, the version, and the file for the parser. */
    public static void main(String[] arguments) throws IOException {
        write(Path.of(arguments[0]), arguments[1]);
        put(Path.of(arguments[2]), FormWriter.write(Main.described()));
    }

    static void write(Path folder, String version) throws IOException {
        CommandLine whole = Main.described();
        for (Map.Entry<String, String> script : CompletionCommand.files(whole).entrySet()) {
            put(folder.resolve(script.getKey()), script.getValue());
        }
        List<CommandLine> commands = new ArrayList<>(List.of(whole));
        commands.addAll(whole.getSubcommands().values());
        for (CommandLine command : commands) {
            List<List<String>> topics = command == whole
                    ? Arrays.stream(HelpTopic.values()).map(HelpTopic::lines).toList()
                    : List.of();
            Path file = folder.resolve("man/man1").resolve(ManualPage.name(command) + ".1");
            put(file, ManualPage.of(command, version, topics));
        }
    }

    private static void put(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
