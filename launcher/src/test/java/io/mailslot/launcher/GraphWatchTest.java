package io.mailslot.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.MailslotOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code graph --watch}. */
class GraphWatchTest {
    @TempDir
    private Path folder;

    @Test
    void shouldDrawAgainAndAgain() throws IOException {
        Path home = folder.resolve("home");
        try (Kernel kernel = Kernel.attach(KernelOptions.defaults().withHome(home))) {
            kernel.createMailslot("orders", MailslotOptions.defaults().withCursor("shop"))
                    .close();
        }
        Path file = folder.resolve("two.json");
        String[] watch = {"graph", "--watch=50ms", "--count", "2", "--home", home.toString()};
        Terminal terminal = new Terminal(true, true, true, 100);

        CommandRun drawn = CommandRun.on(terminal, watch);
        CommandRun piped = CommandRun.of(watch);
        CommandRun json = CommandRun.of(with(watch, "--json"));
        CommandRun written = CommandRun.of(with(watch, "-o", file.toString()));

        assertThat(drawn.exitCode()).as(drawn.err()).isZero();
        assertThat(List.of(drawn.out().split("\u001b\\[H", -1)))
                .hasSize(3)
                .element(2)
                .asString()
                .contains("receiver orders");
        assertThat(piped.out().split("\n\n")).hasSize(2).allMatch(each -> each.contains("receiver orders"));
        assertThat(json.out().lines()).hasSize(2).allMatch(line -> line.startsWith("{\"schema\":1,"));
        assertThat(written.out() + written.err()).isEmpty();
        assertThat(file).content().startsWith("{\"schema\":1,").hasLineCount(1);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(home, file);
        }
    }

    /** What is the same each time is said once, since nothing is drawn over it. */
    @Test
    void shouldSayOnceThatThereIsNothingToDraw() {
        String home = folder.resolve("missing").toString();

        CommandRun run = CommandRun.of("graph", "--watch=50ms", "--count", "3", "--home", home);

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEqualTo("mailslot: there is nothing to draw in " + home + "\n");
    }

    private static String[] with(String[] words, String... more) {
        return Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new);
    }
}
