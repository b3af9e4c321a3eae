package io.mailslot.it.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.it.harness.Cli;
import io.mailslot.it.harness.Cli.Outcome;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The packed tool, unpacked elsewhere. */
@ExtendWith(TestHomeExtension.class)
class CliTarballTest {
    @Test
    void shouldWorkWhereItIsUnpackedAndThroughALink(TestHome home) throws IOException, InterruptedException {
        Path folder = Files.createDirectory(home.scratch().resolve("a folder"));
        Process tar = new ProcessBuilder("tar", "xzf", tarball().toString(), "--strip-components=1")
                .directory(folder.toFile())
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
        assertThat(Stream.of(
                                "LICENSE",
                                "README.md",
                                "licences/NOTICE",
                                "share/systemd/mailslot-bridge@.service",
                                "share/man/man1/mailslot.1",
                                "share/man/man1/mailslot-send.1",
                                "share/bash-completion/completions/mailslot",
                                "share/zsh/site-functions/_mailslot",
                                "share/fish/vendor_completions.d/mailslot.fish")
                        .map(folder::resolve))
                .allSatisfy(file -> assertThat(file).isNotEmptyFile());
        Path bin = Files.createDirectory(home.scratch().resolve("bin"));
        Path link = Files.createSymbolicLink(bin.resolve("mailslot"), Path.of("../a folder/bin/mailslot"));

        Outcome version = Cli.in(home).calledAs(folder.resolve("bin/mailslot")).run("--version");
        Outcome linked = Cli.in(home).calledAs(link).run("receive", "orders", "--timeout", "0");
        Outcome found =
                Cli.in(home).through("PATH=$PWD/bin:$PATH exec mailslot \"$@\"").run("ls", "--no-header");

        assertThat(version.text())
                .as(version.toString())
                .startsWith("mailslot ")
                .doesNotContain("not packaged");
        assertThat(linked.exit()).as(linked.toString()).isEqualTo(124);
        assertThat(found.exit()).as(found.toString()).isZero();
        assertThat(Stream.of(version, linked, found).map(Outcome::errors)).containsOnly("");
    }

    private static Path tarball() throws IOException {
        Path target = Cli.script().getParent().resolveSibling("target");
        try (Stream<Path> files = Files.list(target)) {
            List<Path> found = files.filter(file -> file.toString().endsWith("-bin.tar.gz"))
                    .toList();
            assertThat(found).as("packed in %s", target).hasSize(1);
            return found.get(0);
        }
    }
}
