package io.mailslot.it.surroundings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.api.Receiver;
import io.mailslot.it.harness.Cli;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Words of the command line beyond ASCII, where the locale has no such letters. A shell makes them of octal numbers, so that
 * it does not matter what this JVM's own locale can pass on.
 */
@ExtendWith(TestHomeExtension.class)
class EncodingTest {
    private static final String HANGUL = "한글";
    private static final String MADE_BY_SHELL = "\"$(printf '\\355\\225\\234\\352\\270\\200')\"";
    private static final int USAGE = 2;

    private record Outcome(int exit, String output, String errors) {}

    @Test
    void shouldTakeNamesAndTextsAsTheyAreGiven(TestHome home) throws Exception {
        Receiver receiver = home.attach().createMailslot(HANGUL);

        Outcome sent = jar(home, "send " + MADE_BY_SHELL + " " + MADE_BY_SHELL);

        assertThat(sent.errors()).isEmpty();
        assertThat(sent.exit()).isZero();
        assertThat(receiver.poll()).hasValueSatisfying(text -> assertThat(text).isEqualTo(HANGUL.getBytes(UTF_8)));
        assertThat(jar(home, "ls").output()).contains(HANGUL);
    }

    @Test
    void shouldRefuseATextThatIsNotUtf8(TestHome home) throws Exception {
        Receiver receiver = home.attach().createMailslot("m");

        for (Outcome refused :
                List.of(jar(home, "send m \"$(printf 'a\\377b')\""), script(home, "send m \"$(printf 'a\\377b')\""))) {
            assertThat(refused.exit()).isEqualTo(USAGE);
            assertThat(refused.errors().lines()).singleElement().asString().contains("not UTF-8", "standard input");
        }

        assertThat(receiver.poll()).isEmpty();
    }

    @Test
    void shouldRefuseWhatCannotBeAFileNameOrAWordOfAnotherProgram(TestHome home) throws Exception {
        home.attach();

        for (String words : List.of("--home /dev/shm/" + MADE_BY_SHELL + " ls", "run -- echo " + MADE_BY_SHELL)) {
            Outcome refused = jar(home, words);

            assertThat(refused.exit()).as(words).isEqualTo(USAGE);
            assertThat(refused.output()).isEmpty();
            assertThat(refused.errors()).contains(HANGUL, "LC_ALL=C.UTF-8");
        }
        assertThat(script(home, "run -- echo " + MADE_BY_SHELL).output()).isEqualTo(HANGUL + "\n");
    }

    /** As people start it who do not know of the script. */
    private static Outcome jar(TestHome home, String words) throws IOException, InterruptedException {
        Path jar = Cli.script().resolve("../../target/mailslot.jar").normalize();
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return run(home, words, List.of(java.toString(), "-XX:TieredStopAtLevel=1", "-jar", jar.toString()));
    }

    private static Outcome script(TestHome home, String words) throws IOException, InterruptedException {
        return run(home, words, List.of(Cli.script().toString()));
    }

    private static Outcome run(TestHome home, String words, List<String> program)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "exec \"$0\" \"$@\" " + words));
        command.addAll(program);
        Path output = Files.createTempFile(home.scratch(), "encoding-", ".out");
        Path errors = Files.createTempFile(home.scratch(), "encoding-", ".err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile());
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("MAILSLOT_HOME", home.path().toString());
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(Deadline.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(words + " does not end");
        }
        return new Outcome(process.exitValue(), Files.readString(output), withoutJvmNotes(Files.readString(errors)));
    }

    private static String withoutJvmNotes(String errors) {
        return String.join(
                "\n",
                errors.lines().filter(line -> !line.startsWith("WARNING: ")).toList());
    }
}
