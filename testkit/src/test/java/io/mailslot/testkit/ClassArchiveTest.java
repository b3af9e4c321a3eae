package io.mailslot.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Children that start from an archive of classes. */
class ClassArchiveTest {
    private static void rehearse(ChildContext c) {
        Receiver receiver = c.kernel().createMailslot("rehearsal");
        try (Sender sender = c.kernel().openMailslot("rehearsal")) {
            sender.write("text");
        }
        receiver.readText();
    }

    @Test
    void shouldHaveTheClassesOfTheTestAndOfTheKitFromAnArchive(@TempDir Path folder) throws IOException {
        Path archives = folder.resolve("archives");
        JvmsOptions options = JvmsOptions.defaults()
                .withFolder(folder.resolve("children"))
                .withClassArchive(archives, ClassArchiveTest::rehearse);
        Path loaded = folder.resolve("classes");
        try (Jvms jvms = Jvms.open(options)) {
            Child child =
                    jvms.jvm().withJvmOptions("-Xlog:class+load:file=" + loaded).start(ClassArchiveTest::rehearse);
            jvms.all(child);
            List<String> classes = Files.readAllLines(loaded);
            for (Class<?> type : List.of(ChildMain.class, ClassArchiveTest.class, Receiver.class)) {
                assertThat(classes)
                        .filteredOn(line -> line.contains(type.getName() + " "))
                        .as(type.getName())
                        .isNotEmpty()
                        .allMatch(line -> line.contains("shared objects file"));
            }
            assertThat(child.out()).isEmpty();
        }
        List<Path> made = list(archives);
        assertThat(made).anyMatch(file -> file.toString().endsWith(".jsa"));
        try (Jvms jvms = Jvms.open(options)) {
            jvms.all(jvms.start(ClassArchiveTest::rehearse));
        }
        assertThat(list(archives)).isEqualTo(made);
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
