package io.mailslot.it.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.it.harness.Cli;
import io.mailslot.it.harness.Cli.Outcome;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What commands load, which is most of the time that they take. */
@HomeTest
class CliLoadTest {
    /** To describe one takes as long as all that most commands do. */
    @Test
    void shouldLoadNoOtherCommandThanTheOneThatItRuns(TestHome home) throws IOException {
        assertThat(loadedBy(home, "ls").lines().flatMap(CliLoadTest::commandClass))
                .containsExactlyInAnyOrder("ListCommand", "LookCommand", "LsCommand");
    }

    /** Looks need neither, and either takes longer than a look. */
    static Stream<String> looks() {
        Stream<String> some = Stream.of("ls");
        Stream<String> others = Stream.of(
                "why orders",
                "peek orders",
                "info orders",
                "df",
                "ps",
                "handles",
                "objects --json",
                "tree",
                "errors",
                "snapshot");
        return Cli.EVERYTHING ? Stream.concat(some, others) : some;
    }

    @ParameterizedTest
    @MethodSource("looks")
    @Tag("storm")
    void shouldLoadNeitherNativeCodeNorChronicleNorALoggerForALook(String look, TestHome home) throws IOException {
        Kernel kernel = home.attach();
        kernel.createMailslot("orders");
        kernel.openMailslot("orders").write("one");

        assertThat(loadedBy(home, look.split(" ")).lines().filter(CliLoadTest::isTooMuchForALook))
                .isEmpty();
    }

    /** It takes as long as the rest. */
    @ParameterizedTest
    @ValueSource(strings = {"ls", "ps", "handles", "send orders one"})
    void shouldLoadNoParserWhereNothingIsToBeParsed(String line, TestHome home) throws IOException {
        home.attach().createMailslot("orders");

        assertThat(loadedBy(home, line.split(" "))).doesNotContain(" picocli.CommandLine ");
    }

    /** Dates are of no use to a message, and what the JDK knows of those of all languages takes a tenth of the time of a send. */
    @Test
    void shouldLoadNothingOfTerminalsNorOfLanguagesNorOfJsonForASend(TestHome home) throws IOException {
        home.attach().createMailslot("orders");

        assertThat(loadedBy(home, "send", "orders", "one").lines())
                .anyMatch(CliLoadTest::isHeavy)
                .noneMatch(line -> line.contains(" org.jline")
                        || line.contains(" com.fasterxml")
                        || line.contains(" sun.util.cldr.")
                        || line.contains(" sun.text.resources.cldr."));
    }

    @Test
    void shouldLoadNativeCodeForWhatIsAllocatedWhereThatIsAskedFor(TestHome home) throws IOException {
        home.attach().createMailslot("orders");

        assertThat(loadedBy(home, "ls", "-o", "NAME,ALLOCATED").lines().filter(CliLoadTest::isHeavy))
                .isNotEmpty()
                .noneMatch(line -> line.contains("net.openhft"));
        assertThat(Cli.in(home).run("ls", "-o", "ALLOCATED", "--no-header").text())
                .matches("[1-9]\\d+\\n");
        assertThat(Cli.in(home).run("info", "orders", "--allocated").text()).containsPattern("allocated +[1-9]");
    }

    /** Formats, too: the classes of regular expressions are there for others, these are not. */
    private static boolean isTooMuchForALook(String loaded) {
        return isHeavy(loaded) || loaded.contains(" org.slf4j.") || loaded.contains(" java.util.Formatter ");
    }

    private static boolean isHeavy(String loaded) {
        return Stream.of("com.sun.jna", "net.openhft", "io.nats", "io.mailslot.remote")
                .anyMatch(loaded::contains);
    }

    private static String loadedBy(TestHome home, String... words) throws IOException {
        Outcome outcome = Cli.in(home)
                .through("MAILSLOT_JAVA_OPTS=\"$MAILSLOT_JAVA_OPTS -Xlog:class+load:file=loaded\" exec \"$0\" \"$@\"")
                .run(words);
        assertThat(outcome.exit()).as(outcome.toString()).isZero();
        return Files.readString(home.scratch().resolve("loaded"));
    }

    private static Stream<String> commandClass(String loaded) {
        return Pattern.compile("io\\.mailslot\\.launcher\\.(?:(?:look|sync)\\.)?(\\w+Command) ")
                .matcher(loaded)
                .results()
                .map(found -> found.group(1));
    }
}
