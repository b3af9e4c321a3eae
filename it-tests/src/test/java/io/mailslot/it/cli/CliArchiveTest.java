package io.mailslot.it.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.it.harness.Cli;
import io.mailslot.it.harness.Cli.Outcome;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.OtherUsers;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The archive of classes that commands have made in the background: it helps, or nobody notices it. */
@ExtendWith(TestHomeExtension.class)
class CliArchiveTest {
    /** Stands for what makes the archive, with the time limit in front: notes that it began, and waits until it may go on. */
    private static final String MAKER = """
            #!/bin/sh
            echo begun >>"%s/begun"
            read -r word <"%s/go"
            [ "$word" = fail ] && exit 1
            for each; do case $each in *ArchiveClassesAtExit=*) echo "no archive" >"${each#*=}" ;; esac; done
            """;

    private static final int NOBODY = 65_534;

    private Path folder;
    private Path cache;
    private Cli cli;

    @BeforeEach
    void prepare(TestHome home) throws IOException, InterruptedException {
        folder = home.scratch();
        cache = folder.resolve("cache/mailslot");
        Path programs = Files.createDirectory(folder.resolve("programs"));
        Path maker = programs.resolve("timeout");
        Files.writeString(maker, MAKER.replace("%s", folder.toString()));
        Files.setPosixFilePermissions(maker, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(new ProcessBuilder("mkfifo", folder + "/go").start().waitFor())
                .isZero();
        cli = withCache(home, "XDG_CACHE_HOME=\"$PWD/cache\" PATH=\"$PWD/programs:$PATH\"");
    }

    private static Cli withCache(TestHome home, String variables) {
        return Cli.in(home)
                .through("MAILSLOT_NO_ARCHIVE='' MAILSLOT_JAVA_OPTS='' " + variables + " exec \"$0\" \"$@\"");
    }

    private Outcome version() {
        Outcome outcome = cli.run("--version");
        assertThat(outcome.exit()).as(outcome.toString()).isZero();
        assertThat(outcome.text()).startsWith("mailslot ");
        assertThat(outcome.errors()).isEmpty();
        return outcome;
    }

    /** What is there to stay: neither the lock nor what is being made. */
    private List<String> kept() throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("lock") && !name.endsWith(".new"))
                    .toList();
        }
    }

    private void awaitBegun() {
        Deadline.await("the archive is begun").until(() -> Files.exists(folder.resolve("begun")));
    }

    private void letGo(String word) throws IOException {
        Files.writeString(folder.resolve("go"), word + "\n");
        Deadline.await("what makes the archive is done with it").until(() -> !kept().isEmpty());
    }

    @Test
    void shouldNotWaitForTheArchiveNorHaveItMadeTwiceNorBelieveInIt() throws IOException {
        Outcome first = cli.through("exec 7>held 200>held; \"$0\" \"$@\" | cat").run("--version");
        awaitBegun();
        version(); // while the archive is made

        assertThat(first.errors()).isEmpty();
        assertThat(openFilesOf(folder.resolve("held"))).isZero();
        letGo("on");
        assertThat(kept()).singleElement().asString().endsWith(".jsa");
        assertThat(Files.readAllLines(folder.resolve("begun"))).hasSize(1);
        assertThat(Files.getPosixFilePermissions(cache)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        version(); // with an archive that is none

        assertThat(Files.readAllLines(folder.resolve("begun"))).hasSize(1);
    }

    /** Whoever is killed leaves a home, which the next one clears away. */
    @Test
    void shouldClearAwayTheHomeOfAMakerThatWasKilled() throws IOException {
        Path temporary = Files.createDirectory(folder.resolve("temporary"));
        cli = cli.through("TMPDIR=\"$PWD/temporary\" exec \"$0\" \"$@\"");
        version();
        awaitBegun();
        maker().destroyForcibly();
        Deadline.await("the maker is dead").until(() -> maker() == null);
        Path left = onlyEntryOf(temporary);
        Files.writeString(folder.resolve("go"), "fail\n"); // to what it had started

        version();
        Deadline.await("the next one has begun")
                .until(() -> Files.readAllLines(folder.resolve("begun")).size() == 2);

        assertThat(onlyEntryOf(temporary)).isNotEqualTo(left);
        letGo("on");
        Deadline.await("it leaves nothing").until(() -> entries(temporary).isEmpty());
    }

    private static List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        }
    }

    private static Path onlyEntryOf(Path folder) throws IOException {
        assertThat(entries(folder)).hasSize(1);
        return entries(folder).get(0);
    }

    /** The shell that has the archive made; null if there is none. */
    private ProcessHandle maker() {
        return ProcessHandle.allProcesses()
                .filter(process -> {
                    try {
                        String line = Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
                        return line.contains("flock") && line.contains("\0" + cache + "\0");
                    } catch (IOException ended) {
                        return false;
                    }
                })
                .findFirst()
                .orElse(null);
    }

    /** Each command would begin anew what cannot be. */
    @Test
    void shouldBeginNothingWithoutALock(TestHome home) throws IOException {
        Path few = Files.createDirectory(folder.resolve("few"));
        for (Path program : entries(Path.of("/usr/bin"))) {
            if (!program.endsWith("flock") && !program.endsWith("setsid")) {
                Files.createSymbolicLink(few.resolve(program.getFileName()), program);
            }
        }
        Path session = few.resolve("setsid");
        Files.writeString(session, "#!/bin/sh\necho begun >>'" + folder + "/begun'\n");
        Files.setPosixFilePermissions(session, PosixFilePermissions.fromString("rwxr-xr-x"));
        cli = withCache(
                home,
                "XDG_CACHE_HOME=\"$PWD/cache\" PATH=\"$PWD/few\" JAVA_HOME='" + System.getProperty("java.home") + "'");

        version();

        assertThat(folder.resolve("begun")).doesNotExist();
    }

    /** How many processes have the file open. */
    private static long openFilesOf(Path file) throws IOException {
        Path real = file.toRealPath();
        return ProcessHandle.allProcesses()
                .filter(process -> has(Path.of("/proc/" + process.pid() + "/fd"), real))
                .count();
    }

    private static boolean has(Path descriptors, Path file) {
        try (Stream<Path> open = Files.list(descriptors)) {
            return open.anyMatch(each -> {
                try {
                    return Files.readSymbolicLink(each).equals(file);
                } catch (IOException closed) {
                    return false;
                }
            });
        } catch (IOException ended) {
            return false;
        }
    }

    @Test
    void shouldNotTryAgainWhatHasFailedAndSayWhatHelps(TestHome home) throws IOException {
        cache = folder.resolve("ca che/mailslot");
        cli = withCache(home, "XDG_CACHE_HOME=\"$PWD/ca che\" PATH=\"$PWD/programs:$PATH\"");
        version();
        awaitBegun();
        letGo("fail");
        version();

        assertThat(kept()).singleElement().asString().endsWith(".none");
        assertThat(cli.run("doctor").text()).contains("fix: rm '" + cache + "/");
        assertThat(Files.readAllLines(folder.resolve("begun"))).hasSize(1);
    }

    /** Where none can be made, none is being made. */
    @Test
    void shouldSayWhyThereIsNone(TestHome home) throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThat(withCache(home, "XDG_CACHE_HOME=\"$PWD/file\"").run("doctor").text())
                .contains("warn  a class archive cannot be made in " + file + "/mailslot");
        assertThat(withCache(home, "XDG_CACHE_HOME='' HOME=''").run("doctor").text())
                .contains("ok    no class archive: neither XDG_CACHE_HOME nor HOME tells");
    }

    /** As sudo may have it: what root writes there could go through a link to anything. */
    @Test
    void shouldLeaveTheFolderOfAnotherUserAlone(TestHome home) throws IOException {
        assumeTrue(OtherUsers.arePossible(), "needs a superuser, who can give folders away");
        Path others = Files.createDirectories(folder.resolve("others/.cache/mailslot"));
        Path precious = Files.writeString(folder.resolve("precious"), "kept");
        Files.createSymbolicLink(others.resolve("lock"), precious);
        for (Path given = others; !given.equals(folder); given = given.getParent()) {
            Files.setAttribute(given, "unix:uid", NOBODY);
        }
        Cli own = cli;
        cli = withCache(home, "XDG_CACHE_HOME='' HOME=\"$PWD/others\" PATH=\"$PWD/programs:$PATH\"");
        version();
        cli = own;
        version();
        awaitBegun();
        letGo("on");

        assertThat(precious).hasContent("kept");
        assertThat(others).isDirectoryNotContaining(file -> !file.endsWith("lock"));
        assertThat(Files.readAllLines(folder.resolve("begun"))).hasSize(1);
    }

    @Test
    void shouldDoWithoutAPlaceForIt(TestHome home) {
        for (String variables : List.of(
                "XDG_CACHE_HOME='' HOME=''", "XDG_CACHE_HOME=/dev/null", "XDG_CACHE_HOME=/proc/none HOME=relative")) {
            cli = withCache(home, variables);
            version();
        }
    }

    @Test
    @Tag("long")
    void shouldTakeItsClassesFromTheArchive(TestHome home) throws IOException {
        Files.delete(folder.resolve("programs/timeout"));
        version();
        Deadline.await("the archive is made")
                .until(() -> Files.exists(cache) && kept().stream().anyMatch(name -> name.endsWith(".jsa")));

        Outcome outcome = withCache(
                        home, "XDG_CACHE_HOME=\"$PWD/cache\" MAILSLOT_JAVA_OPTS=-Xlog:class+load:file=loaded")
                .run("ls", "--no-header"); // with an option, so that the parser is needed

        assertThat(outcome.exit()).as(outcome.toString()).isZero();
        assertThat(Files.readAllLines(folder.resolve("loaded")))
                .filteredOn(line ->
                        line.contains("io.mailslot.launcher.look.LsCommand ") || line.contains("picocli.CommandLine "))
                .hasSize(2)
                .allMatch(line -> line.endsWith("source: shared objects file (top)"));
    }
}
