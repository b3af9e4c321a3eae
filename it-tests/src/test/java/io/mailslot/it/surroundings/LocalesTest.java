package io.mailslot.it.surroundings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.JavaCommand;
import io.mailslot.Kernel;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** No language changes anything but what people read: neither one with digits of its own, nor a system that speaks it. */
@ExtendWith(TestHomeExtension.class)
class LocalesTest {
    /** Every JVM that is started below reads them, too. */
    private static final String JVM_OPTIONS = "JAVA_TOOL_OPTIONS";

    private static final String GERMAN = "de_DE.UTF-8";

    /** What the codes of the operating system, and the names of files, decide. */
    private static final List<String> SELECTION = List.of(
            "io.mailslot.it.FailedStartTest",
            "io.mailslot.it.file.FileOpenTest",
            "io.mailslot.it.slot.DurableMailslotTest");

    @Test
    void shouldShareAHomeBetweenLocales(TestHome home) {
        Kernel kernel = home.attach();
        List<ChildJvm> speakers = new ArrayList<>();
        for (String locale : List.of("ar-EG", "fa-IR", "tr-TR", "hi-IN-u-nu-deva", "th-TH-u-nu-thai")) {
            ProcessBuilder builder = TestHome.agentCommand().toProcessBuilder();
            builder.environment().put(JVM_OPTIONS, options(locale));
            ChildJvm speaker = home.start(builder);
            speaker.must("attach");
            speaker.must("create", "TITLE i of " + locale, 0, 5_000, "false");
            speakers.add(speaker);
        }

        for (ChildJvm sending : speakers) {
            for (String locale : List.of("ar-EG", "tr-TR", "hi-IN-u-nu-deva")) {
                int sender =
                        sending.must("open", "title I OF " + locale, "false").handle();
                sending.must("write", sender, "to " + locale);
                sending.must("close", sender);
            }
        }

        for (int number : new int[] {0, 2, 3}) {
            for (int i = 0; i < speakers.size(); i++) {
                assertThat(speakers.get(number).must("read", 4, "default").text("text"))
                        .startsWith("to ");
            }
        }
        assertThat(kernel.handles()).isEmpty();
        assertThat(HomeVerifier.verify(home.path(), Deadline.PATIENCE)).isEmpty();
    }

    @Test
    void shouldPassTestsWithOtherDigits(TestHome home) throws Exception {
        assertPasses(home, Map.of(JVM_OPTIONS, options("ar-EG")));
    }

    @Test
    void shouldPassTestsWithTranslatedSystemMessages(TestHome home) throws Exception {
        Path locales = Files.createDirectory(home.scratch().resolve("locales"));
        Map<String, String> german = Map.of("LOCPATH", locales.toString(), "LC_ALL", GERMAN, "LANGUAGE", "de");
        assumeTrue(isMade(locales), "needs localedef and the source of de_DE, to make a locale of its own");
        assumeTrue(speaksGerman(home, german), "needs the translated messages of the C library (package locales)");

        assertPasses(home, german);
    }

    private static String options(String locale) {
        String[] parts = locale.split("-u-nu-");
        String[] names = parts[0].split("-");
        String digits = parts.length > 1 ? " -Duser.extensions=u-nu-" + parts[1] : "";
        return "-Duser.language=" + names[0] + " -Duser.country=" + names[1] + digits;
    }

    private static boolean isMade(Path locales) throws InterruptedException {
        try {
            Process localedef = new ProcessBuilder(
                            "localedef",
                            "-i",
                            "de_DE",
                            "-f",
                            "UTF-8",
                            locales.resolve(GERMAN).toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return localedef.waitFor(Deadline.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    && Files.isDirectory(locales.resolve(GERMAN));
        } catch (IOException missing) {
            return false;
        }
    }

    private static boolean speaksGerman(TestHome home, Map<String, String> environment) throws Exception {
        Path words = home.scratch().resolve("words");
        run(home, environment, words, ChildJvm.quick(JavaCommand.of(NoFolder.class)));
        return Files.readString(words, UTF_8).contains("Verzeichnis");
    }

    /** Prints what the system says of a path that leads through a file. */
    static final class NoFolder {
        private NoFolder() {}

        public static void main(String[] arguments) {
            try (FileChannel impossible = FileChannel.open(Path.of("/proc/version/x"))) {
                System.out.println(impossible);
            } catch (IOException said) {
                System.out.println(said.getMessage());
            }
        }
    }

    private static void assertPasses(TestHome home, Map<String, String> environment) throws Exception {
        Path output = home.scratch().resolve("tests.out");
        JavaCommand tests = ChildJvm.quick(JavaCommand.of(TestRun.class))
                .withJvmOptions("-Xmn20m")
                .withArguments(SELECTION.toArray(String[]::new));

        int exit = run(home, environment, output, tests);

        String said = Files.readString(output, UTF_8);
        assertThat(exit).as(said).isZero();
        long succeeded = said.lines()
                .filter(line -> line.matches("[0-9]+"))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(0);
        assertThat(succeeded).as(said).isGreaterThan(40);
    }

    private static int run(TestHome home, Map<String, String> environment, Path output, JavaCommand command)
            throws IOException, InterruptedException {
        ProcessBuilder builder = command.toProcessBuilder()
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().putAll(environment);
        builder.environment().put("MAILSLOT_HOME", home.path().toString());
        Process process = builder.start();
        if (!process.waitFor(4, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("the tests do not end: " + Files.readString(output, UTF_8));
        }
        return process.exitValue();
    }
}
