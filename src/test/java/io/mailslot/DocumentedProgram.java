package io.mailslot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;

/** The first program in a page of the documentation: one class, which is compiled and run as it stands there. */
final class DocumentedProgram {
    private final Path folder;
    private final String name;
    private final int lastLine;

    private DocumentedProgram(Path folder, String name, int lastLine) {
        this.folder = folder;
        this.name = name;
        this.lastLine = lastLine;
    }

    /** Compiles the program of a page into a folder. */
    static DocumentedProgram compile(Path page, String name, Path folder) throws IOException {
        List<String> lines = Files.readAllLines(page);
        int begin = lines.indexOf("```java");
        int end = begin + lines.subList(begin, lines.size()).indexOf("```");
        assertThat(begin).isPositive();
        Path file = Files.writeString(folder.resolve(name + ".java"), String.join("\n", lines.subList(begin + 1, end)));
        int status = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-cp", System.getProperty("java.class.path"), file.toString());
        assertThat(status).isZero();
        return new DocumentedProgram(folder, name, end);
    }

    /** Number of the page's line behind the program. */
    int lastLine() {
        return lastLine;
    }

    /** The folder of the program in front. */
    private Path[] classPath() {
        String all = folder + File.pathSeparator + System.getProperty("java.class.path");
        return Arrays.stream(all.split(File.pathSeparator)).map(Path::of).toArray(Path[]::new);
    }

    /** Runs it in a JVM of its own, to its end, which must be a good one; returns what it has said. */
    String run(Path home, String... arguments) throws Exception {
        List<String> command = JavaCommand.of(name)
                .withClassPath(classPath())
                .withArguments(arguments)
                .toProcessBuilder()
                .command();
        command.removeAll(JvmFlags.required()); // users have none
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("MAILSLOT_HOME", home.toString());
        Process process = builder.redirectErrorStream(true).start();
        try (InputStream output = process.getInputStream()) {
            String said = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(said).isZero();
            return said.lines()
                    .filter(line -> !line.startsWith("WARNING: ") && !line.isEmpty()) // of the JDK, from 24 on
                    .map(line -> line + "\n")
                    .collect(Collectors.joining());
        } finally {
            process.destroyForcibly();
        }
    }
}
