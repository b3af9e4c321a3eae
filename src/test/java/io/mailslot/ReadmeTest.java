package io.mailslot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example in the README compiles, and two JVMs do with it what the README says. */
class ReadmeTest {
    private static final int FIRST_SCREEN = 40;

    @TempDir
    private Path folder;

    @Test
    void shouldRunTheExampleInTwoJvms() throws Exception {
        compile(example());
        Path home = folder.resolve("home");
        ProcessBuilder builder = new ProcessBuilder(command());
        builder.environment().put("MAILSLOT_HOME", home.toString());
        Process parent = builder.redirectErrorStream(true).start();
        try (InputStream output = parent.getInputStream()) {
            String said = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(parent.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(said).isEqualTo("the child says: hello\n");
            assertThat(parent.exitValue()).isZero();
        } finally {
            parent.destroyForcibly();
        }
    }

    private static String example() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("../README.md"));
        int begin = lines.indexOf("```java");
        int end = begin + lines.subList(begin, lines.size()).indexOf("```");
        assertThat(begin).isPositive();
        assertThat(end).as("last line of the example").isLessThanOrEqualTo(FIRST_SCREEN);
        return String.join("\n", lines.subList(begin + 1, end));
    }

    private void compile(String source) throws IOException {
        Path file = Files.writeString(folder.resolve("Hello.java"), source);
        int status = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-cp", System.getProperty("java.class.path"), file.toString());
        assertThat(status).isZero();
    }

    private String[] command() {
        List<String> command = JavaCommand.of("Hello").toProcessBuilder().command();
        return command.stream()
                .map(word -> word.startsWith("@") ? withExample(word) : word)
                .toArray(String[]::new);
    }

    /** The class path of the child, with the folder of the example in front. */
    private String withExample(String argumentFile) {
        try {
            String text = Files.readString(Path.of(argumentFile.substring(1)));
            Path own = folder.resolve("example.args");
            Files.writeString(own, text.replace("-cp\n\"", "-cp\n\"" + folder + ":"));
            return "@" + own;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
