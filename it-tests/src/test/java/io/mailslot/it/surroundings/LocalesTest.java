package io.mailslot.it.surroundings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.Kernel;
import io.mailslot.api.Sender;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildSpec;
import io.mailslot.testkit.ErrorOutput;
import io.mailslot.testkit.Exit;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** No language changes anything but what people read: neither one with digits of its own, nor a system that speaks it. */
@HomeTest
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
    void shouldShareAHomeBetweenLocales(TestHome home, Jvms jvms) {
        Kernel kernel = home.attach();
        List<Child> speakers = new ArrayList<>();
        for (String locale : List.of("ar-EG", "fa-IR", "tr-TR", "hi-IN-u-nu-deva", "th-TH-u-nu-thai")) {
            Child speaker =
                    jvms.jvm().withEnvironment(JVM_OPTIONS, options(locale)).start();
            speaker.run(c -> c.kernel().createMailslot("TITLE i of " + locale));
            speakers.add(speaker);
        }

        for (Child sending : speakers) {
            for (String locale : List.of("ar-EG", "tr-TR", "hi-IN-u-nu-deva")) {
                sending.run(c -> {
                    try (Sender sender = c.kernel().openMailslot("title I OF " + locale)) {
                        sender.write("to " + locale);
                    }
                });
            }
        }

        for (int number : new int[] {0, 2, 3}) {
            for (int i = 0; i < speakers.size(); i++) {
                String text =
                        speakers.get(number).call(c -> c.kernel().receiver(4).readText());
                assertThat(text).startsWith("to ");
            }
        }
        assertThat(kernel.handles()).isEmpty();
        assertThat(HomeVerifier.verify(home.path(), Deadline.PATIENCE)).isEmpty();
    }

    @Test
    @Tag("long")
    void shouldPassTestsWithOtherDigits(Jvms jvms) {
        assertPasses(jvms, Map.of(JVM_OPTIONS, options("ar-EG")));
    }

    @Tag("long")
    @Test
    void shouldPassTestsWithTranslatedSystemMessages(TestHome home, Jvms jvms) throws Exception {
        Path locales = Files.createDirectory(home.scratch().resolve("locales"));
        Map<String, String> german = Map.of("LOCPATH", locales.toString(), "LC_ALL", GERMAN, "LANGUAGE", "de");
        assumeTrue(isMade(locales), "needs localedef and the source of de_DE, to make a locale of its own");
        assumeTrue(speaksGerman(jvms, german), "needs the translated messages of the C library (package locales)");

        assertPasses(jvms, german);
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

    private static boolean speaksGerman(Jvms jvms, Map<String, String> environment) {
        Child child = in(environment, jvms.jvm(NoFolder.class)).start();
        jvms.all(child);
        return child.out().contains("Verzeichnis");
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

    private static void assertPasses(Jvms jvms, Map<String, String> environment) {
        Child tests = in(environment, jvms.jvm(TestRun.class))
                .withJvmOptions("-Xmn20m")
                .withArguments(SELECTION.toArray(String[]::new))
                .withErrorOutput(ErrorOutput.ALLOWED)
                .start();

        Exit exit = tests.awaitEnd(Duration.ofMinutes(4));

        assertThat(exit.code()).as(tests.evidence()).isZero();
        long succeeded = tests.out()
                .lines()
                .filter(line -> line.matches("[0-9]+"))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(0);
        assertThat(succeeded).as(tests.evidence()).isGreaterThan(40);
    }

    private static ChildSpec in(Map<String, String> environment, ChildSpec child) {
        ChildSpec changed = child;
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            changed = changed.withEnvironment(variable.getKey(), variable.getValue());
        }
        return changed;
    }
}
