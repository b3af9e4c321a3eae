package io.mailslot.it.surroundings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.Receiver;
import io.mailslot.it.harness.Cli;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ErrorOutput;
import io.mailslot.testkit.Jvms;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Words of the command line beyond ASCII, where the locale has no such letters. A shell makes them of octal numbers, so that
 * it does not matter what this JVM's own locale can pass on.
 */
@HomeTest
class EncodingTest {
    private static final String HANGUL = "한글";
    private static final String MADE_BY_SHELL = "\"$(printf '\\355\\225\\234\\352\\270\\200')\"";
    private static final int USAGE = 2;

    @Test
    void shouldTakeNamesAndTextsAsTheyAreGiven(Jvms jvms, Kernel kernel) {
        Receiver receiver = kernel.createMailslot(HANGUL);

        Child sent = jar(jvms, "send " + MADE_BY_SHELL + " " + MADE_BY_SHELL);

        assertThat(errors(sent)).isEmpty();
        assertThat(sent.awaitEnd().code()).isZero();
        assertThat(receiver.poll()).hasValueSatisfying(text -> assertThat(text).isEqualTo(HANGUL.getBytes(UTF_8)));
        assertThat(jar(jvms, "ls").out()).contains(HANGUL);
    }

    @Test
    void shouldRefuseATextThatIsNotUtf8(Jvms jvms, Kernel kernel) {
        Receiver receiver = kernel.createMailslot("m");

        for (Child refused :
                List.of(jar(jvms, "send m \"$(printf 'a\\377b')\""), script(jvms, "send m \"$(printf 'a\\377b')\""))) {
            assertThat(refused.awaitEnd().code()).isEqualTo(USAGE);
            assertThat(errors(refused).lines()).singleElement().asString().contains("not UTF-8", "standard input");
        }

        assertThat(receiver.poll()).isEmpty();
    }

    @Test
    void shouldRefuseWhatCannotBeAFileNameOrAWordOfAnotherProgram(TestHome home, Jvms jvms) {
        home.attach();

        for (String words : List.of("--home /dev/shm/" + MADE_BY_SHELL + " ls", "run -- echo " + MADE_BY_SHELL)) {
            Child refused = jar(jvms, words);

            assertThat(refused.awaitEnd().code()).as(words).isEqualTo(USAGE);
            assertThat(refused.out()).isEmpty();
            assertThat(errors(refused)).contains(HANGUL, "LC_ALL=C.UTF-8");
        }
        assertThat(script(jvms, "run -- echo " + MADE_BY_SHELL).out()).isEqualTo(HANGUL + "\n");
    }

    /** As people start it who do not know of the script. */
    private static Child jar(Jvms jvms, String words) {
        Path jar = Cli.script().resolve("../../target/mailslot.jar").normalize();
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return ended(jvms, words, java.toString(), "-XX:TieredStopAtLevel=1", "-jar", jar.toString());
    }

    private static Child script(Jvms jvms, String words) {
        return ended(jvms, words, Cli.script().toString());
    }

    private static Child ended(Jvms jvms, String words, String... program) {
        Child child = jvms.program("sh", "-c", "exec \"$0\" \"$@\" " + words)
                .withArguments(program)
                .withEnvironment("LC_ALL", "C")
                .withErrorOutput(ErrorOutput.ALLOWED)
                .startedPlainly()
                .start();
        child.awaitEnd();
        return child;
    }

    private static String errors(Child child) {
        return child.err()
                .lines()
                .filter(line -> !line.startsWith("WARNING: ")) // the JDK's
                .collect(Collectors.joining("\n"));
    }
}
