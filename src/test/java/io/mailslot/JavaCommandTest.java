package io.mailslot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a child JVM is given the class path. */
class JavaCommandTest {
    private static final String CLASS_PATH = "java.class.path";
    private static final String TEMPORARY = "java.io.tmpdir";
    private static final String LONG = "/nowhere/" + "x".repeat(200_000) + ".jar";

    @TempDir
    Path folder;

    /** A file would be left behind by a JVM that is killed, and be gone for a child that outlives its parent's start. */
    @Test
    void shouldNeedNoFileForAUsualClassPath() {
        List<String> command = with(TEMPORARY, folder.toString(), JavaCommandTest::command);

        int option = command.indexOf("-cp");
        assertThat(option).isPositive();
        assertThat(command.get(option + 1))
                .contains(System.getProperty(CLASS_PATH).split(":")[0]);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void shouldPutAClassPathThatFitsNoCommandLineIntoAFile() throws Exception {
        List<String> command = with(CLASS_PATH, LONG, JavaCommandTest::command);

        String file = command.stream()
                .filter(word -> word.startsWith("@"))
                .findFirst()
                .orElseThrow();
        assertThat(Files.readString(Path.of(file.substring(1)))).isEqualTo("-cp\n\"" + LONG + "\"\n");
        assertThat(with(CLASS_PATH, LONG, JavaCommandTest::command)).isEqualTo(command);
    }

    private static List<String> command() {
        return JavaCommand.of("Program").toProcessBuilder().command();
    }

    /** Nothing else in this JVM asks for these properties meanwhile. */
    private static <T> T with(String property, String value, Supplier<T> action) {
        String former = System.setProperty(property, value);
        try {
            return action.get();
        } finally {
            System.setProperty(property, former);
        }
    }
}
