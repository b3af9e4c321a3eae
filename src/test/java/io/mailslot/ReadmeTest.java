package io.mailslot;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs in the documentation compile, and do what it says. */
class ReadmeTest {
    private static final int FIRST_SCREEN = 40;

    @TempDir
    private Path folder;

    @Test
    void shouldRunTheExampleInTwoJvms() throws Exception {
        DocumentedProgram hello = DocumentedProgram.compile(Path.of("../README.md"), "Hello", folder);

        assertThat(hello.run(folder.resolve("home"))).isEqualTo("the child says: hello\n");
        assertThat(hello.lastLine()).isLessThanOrEqualTo(FIRST_SCREEN);
    }

    /** Each thread of the library has a name of its own, which people find in stack dumps. */
    @Test
    void shouldTellOfEachThread() throws Exception {
        Pattern name = Pattern.compile("\"(mailslot-[a-z]+)\"");
        Set<String> names = new TreeSet<>();
        try (Stream<Path> sources = Files.walk(Path.of("main/java"))) {
            for (Path source : (Iterable<Path>) sources.filter(Files::isRegularFile)::iterator) {
                name.matcher(Files.readString(source)).results().forEach(found -> names.add(found.group(1)));
            }
        }

        assertThat(names).contains("mailslot-watch");
        assertThat(Files.readString(Path.of("../README.md"))).contains(names);
    }

    /** Also of a job whose result is written though its message was not taken. */
    @Test
    void shouldHaveTheWorkerDoEachJobOnce() throws Exception {
        DocumentedProgram worker = DocumentedProgram.compile(Path.of("../docs/at-least-once.md"), "Worker", folder);
        Path results = folder.resolve("results");
        Path home = folder.resolve("home");
        MailslotOptions cursor = MailslotOptions.defaults().withCursor("worker");
        try (Kernel kernel = Kernel.attach(KernelOptions.defaults().withHome(home))) {
            kernel.createMailslot("jobs", cursor).close();
            Sender sender = kernel.openMailslot("jobs");
            write(sender, "a", "bb", "ccc");
            assertThat(worker.run(home, results.toString())).isEmpty();
            assertThat(results).hasContent("0 1\n1 2\n2 3");

            write(sender, "dddd", "eeeee");
            Files.write(results, List.of("3 4"), StandardOpenOption.APPEND);
            assertThat(worker.run(home, results.toString())).isEmpty();

            assertThat(results).hasContent("0 1\n1 2\n2 3\n3 4\n4 5");
            try (Receiver receiver = kernel.createMailslot("jobs", cursor)) {
                assertThat(receiver.poll()).isEmpty();
            }
            kernel.deleteMailslot("jobs");
        }
    }

    private static void write(Sender sender, String... texts) {
        for (String text : texts) {
            sender.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
