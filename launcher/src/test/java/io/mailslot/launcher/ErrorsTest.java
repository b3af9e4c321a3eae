package io.mailslot.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.ErrorCode;
import io.mailslot.internal.errors.ErrorLog;
import io.mailslot.internal.errors.ErrorReport;
import io.mailslot.internal.home.HomePaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErrorsTest {
    private static final Terminal PIPE = new Terminal(false, false, false, 80);
    private static final Terminal SCREEN = new Terminal(true, true, true, 80);

    @TempDir
    private Path folder;

    private static Map<String, Object> error(String type, Integer code, String message, int count, String lastAt) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("type", type);
        error.put("code", code);
        error.put("message", message);
        error.put("place", "SenderEnd.write:200");
        error.put("count", count);
        error.put("firstAt", "2025-12-31T00:00:00Z");
        error.put("lastAt", lastAt);
        error.put("pid", 4711);
        return error;
    }

    /** Taken at the begin of 2026. */
    private String saved() {
        return new CraftedSnapshot()
                .with(
                        "errors",
                        List.of(
                                error("DiskFullException", 112, "no room for orders", 17, "2025-12-31T23:57:55Z"),
                                error("IOException", null, "strange\u001b[31m", 1, "2025-12-31T00:00:00Z")))
                .with("errorsDropped", 3)
                .in(folder)
                .toString();
    }

    private CommandRun errors(Terminal terminal, String... more) {
        CommandRun run = CommandRun.on(
                terminal,
                Stream.concat(Stream.of("errors", "--from", saved()), Stream.of(more))
                        .toArray(String[]::new));
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        return run;
    }

    @Test
    void shouldListEachKindOnce() {
        assertThat(errors(PIPE).out().lines().map(line -> line.strip().replaceAll(" +", " ")))
                .containsExactly(
                        "LAST COUNT CODE PID TYPE MESSAGE",
                        "2m05s 17 112 4711 DiskFullException no room for orders",
                        "1d00h 1 - 4711 IOException strange\\x1b[31m");
    }

    @Test
    void shouldSumUpForPeople() {
        CommandRun run = errors(SCREEN, "--color", "never");

        assertThat(run.out().lines()).allMatch(line -> line.length() <= 80);
        assertThat(run.out()).endsWith("2 kinds of errors, met 18 times; 3 more found no room\n");
    }

    @Test
    void shouldShowColumnsThatAreAskedFor() {
        assertThat(errors(PIPE, "-o", "PLACE,FIRST,COUNT", "--no-header", "--sort", "COUNT")
                        .out()
                        .lines()
                        .map(line -> line.strip().replaceAll(" +", " ")))
                .containsExactly("SenderEnd.write:200 1d00h 1", "SenderEnd.write:200 1d00h 17");
    }

    @Test
    void shouldReadBackWhatItHasWritten() throws IOException {
        String json = errors(PIPE, "--json").out();
        Path again = Files.writeString(folder.resolve("again.json"), json);

        assertThat(json)
                .contains("\"errors\":[{\"type\":\"DiskFullException\",\"code\":112,", "\"errorsDropped\":3,")
                .contains("\"lastAt\":\"2025-12-31T23:57:55Z\"");
        assertThat(CommandRun.of("errors", "--from", again.toString(), "--json").out())
                .isEqualTo(json);
    }

    @Test
    void shouldTellPeopleWhoLookForWhatIsWrong() {
        CommandRun doctor = CommandRun.of("doctor", "--from", saved());

        assertThat(doctor.exitCode()).isZero();
        assertThat(doctor.out())
                .contains("warn  2 kinds of errors in all, the last one 2m05s ago: no room for orders\n"
                        + "      detail: mailslot errors --from ");
    }

    /** To see whether there are any is no reason to fail. */
    @Test
    void shouldShowNoneWhereThereAreNone() {
        for (String home : List.of("missing", "empty")) {
            Path place = folder.resolve(home);
            if (home.equals("empty")) {
                Kernel.attach(KernelOptions.defaults().withHome(place)).close();
            }
            CommandRun run = CommandRun.of("errors", "--home", place.toString(), "--no-header");
            CommandRun json = CommandRun.of("errors", "--home", place.toString(), "--json");

            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.out()).isEmpty();
            assertThat(json.out()).contains("\"errors\":[],\"errorsDropped\":0,\"unseen\":[]");
            assertThat(CommandRun.of("doctor", "--home", place.toString()).out())
                    .doesNotContain("errors");
        }
    }

    @Test
    void shouldShowThemAloneWhereTheRestOfTheHomeIsGone() throws IOException {
        Path home = folder.resolve("home");
        Kernel.attach(KernelOptions.defaults().withHome(home)).close();
        new ErrorLog(new HomePaths(home))
                .note(ErrorReport.warning(ErrorsTest.class, ErrorCode.FILE_CORRUPT, "it is damaged"));
        Files.delete(home.resolve("kernel.dat"));

        CommandRun run = CommandRun.of("errors", "--home", home.toString(), "--no-header", "-o", "CODE,MESSAGE");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo("1392  it is damaged\n");
    }

    @Test
    void shouldSayWhatIsDamaged() throws IOException {
        Path home = folder.resolve("home");
        Kernel.attach(KernelOptions.defaults().withHome(home)).close();
        Files.write(home.resolve("errors.dat"), new byte[100]);

        CommandRun run = CommandRun.of("errors", "--home", home.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("errors.dat", "100");
        assertThat(CommandRun.of("ls", "--home", home.toString()).exitCode()).isZero();
    }
}
