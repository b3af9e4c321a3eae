package io.mailslot.launcher.health;

import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.ProcessStatus;
import io.mailslot.inspect.ProcessStatus.OsState;
import io.mailslot.launcher.look.Words;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** How near the processes of a home are to what the system lets each have: open files, and mappings. */
final class LimitRemarks {
    private static final String ABOUT = "limits";
    private static final int PERCENT = 100;
    private static final int MUCH = 80;
    private static final int TOO_MUCH = 95;
    private static final String OPEN_FILES = "Max open files";

    /** Of a line of /proc/PID/stat, behind the name of the program: when it started. */
    private static final int START_FIELD = 19;

    private static final int BUFFER_BYTES = 1 << 16;

    private final Path proc;
    private long most;
    private String mostText = "";

    /** Under {@code /proc}, or what a test has for it. */
    LimitRemarks(Path proc) {
        this.proc = proc;
    }

    /** A line for each process that is near a limit; one for all if none is. */
    List<Remark> of(HomeSnapshot home) {
        List<Remark> remarks = new ArrayList<>();
        long mappings = number(read(proc.resolve("sys/vm/max_map_count")));
        for (ProcessStatus process : home.processes()) {
            Path folder = proc.resolve(String.valueOf(process.processId()));
            if (process.osState() != OsState.ENDED && process.processId() != 0 && isThat(folder, process)) {
                String limits = read(folder.resolve("limits"));
                judge(remarks, process, count(folder.resolve("fd")), openFiles(limits), "open files", "ulimit -n");
                judge(
                        remarks,
                        process,
                        lines(folder.resolve("maps")),
                        mappings,
                        "mappings",
                        "sysctl -w vm.max_map_count=");
            }
        }
        if (remarks.isEmpty()) {
            remarks.add(Remark.ok(
                    ABOUT,
                    most == 0
                            ? "limits: no process of the home can be looked at"
                            : "limits: none is near; nearest is " + mostText));
        }
        return remarks;
    }

    private void judge(
            List<Remark> remarks, ProcessStatus process, long used, long limit, String what, String command) {
        if (used < 0 || limit <= 0) {
            return;
        }
        long percent = PERCENT * used / limit;
        String text = "process " + process.processId() + " with " + used + " of " + limit + " " + what;
        if (percent >= most) {
            most = Math.max(1, percent);
            mostText = text;
        }
        if (percent >= MUCH) {
            String fix = command.endsWith("=") ? command + limit * 2 : command + " " + limit * 2;
            remarks.add(Remark.of(percent >= TOO_MUCH ? Remark.Level.FAIL : Remark.Level.warn, ABOUT, "limits: " + text)
                    .fix(fix + "  # then start " + Words.command(process) + " anew"));
        }
    }

    /** Not another one that has the same id by now, or in this namespace. */
    private static boolean isThat(Path folder, ProcessStatus process) {
        String stat = read(folder.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).trim().split(" ");
        return fields.length > START_FIELD && number(fields[START_FIELD]) == process.startTicks();
    }

    private static long openFiles(String limits) {
        return limits.lines()
                .filter(line -> line.startsWith(OPEN_FILES))
                .map(line -> number(line.substring(OPEN_FILES.length()).trim().split(" ")[0]))
                .findFirst()
                .orElse(-1L);
    }

    /** -1 where it cannot be looked at, or is none. */
    private static long number(String text) {
        try {
            return Long.parseLong(text.trim());
        } catch (NumberFormatException none) {
            return -1;
        }
    }

    private static long count(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        } catch (IOException | UncheckedIOException denied) {
            return -1;
        }
    }

    private static long lines(Path file) {
        String text = read(file);
        return text.isEmpty() ? -1 : text.lines().count();
    }

    /** In as few calls as may be: numbers of the kernel end after the first one, however little it asked for. */
    private static String read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[BUFFER_BYTES];
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (int length = in.read(buffer); length > 0; length = in.read(buffer)) {
                all.write(buffer, 0, length);
            }
            return all.toString(StandardCharsets.ISO_8859_1);
        } catch (IOException denied) {
            return "";
        }
    }
}
