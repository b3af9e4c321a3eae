package io.mailslot.inspect;

import io.mailslot.internal.memory.SystemFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What {@code /proc} tells people of programs: nothing is decided by it. */
final class ProgramSight {
    private static final Path PROC = Path.of("/proc");
    private static final String BOOT_TIME = "btime ";
    private static final int MILLIS_PER_TICK = 10;
    private static final int MOST_BYTES = 64 << 10;

    /** Null until it is asked for. */
    private Optional<Instant> boot;

    /** When something happened so many clock ticks after the boot; empty where the system does not tell. */
    Optional<Instant> at(long ticks) {
        if (boot == null) {
            boot = readBoot();
        }
        return boot.map(start -> start.plusMillis(ticks * MILLIS_PER_TICK));
    }

    private static Optional<Instant> readBoot() {
        try {
            return SystemFiles.read(PROC.resolve("stat"))
                    .lines()
                    .filter(line -> line.startsWith(BOOT_TIME))
                    .findFirst()
                    .map(line -> Instant.ofEpochSecond(
                            Long.parseLong(line.substring(BOOT_TIME.length()).trim())));
        } catch (IOException | RuntimeException unknown) {
            return Optional.empty();
        }
    }

    /** The words that a process of this pid namespace was started with; none if they cannot be seen. */
    static List<String> commandLine(long pid) {
        Path file = PROC.resolve(Long.toString(pid)).resolve("cmdline");
        try (var in = Files.newInputStream(file)) {
            String line = new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
            return line.isEmpty() ? List.of() : List.of(line.split("\0"));
        } catch (IOException unknown) {
            return List.of();
        }
    }
}
