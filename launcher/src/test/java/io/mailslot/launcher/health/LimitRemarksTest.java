package io.mailslot.launcher.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How near to its limits a process is, by a folder as the system has it in /proc. */
class LimitRemarksTest {
    @TempDir
    private Path folder;

    private HomeSnapshot home;
    private Path process;

    /** Of a home in which this JVM was, and another folder in place of /proc. */
    @BeforeEach
    void makeProcess() throws IOException {
        Path place = folder.resolve("home");
        try (Kernel kernel = Kernel.attach(KernelOptions.defaults().withHome(place))) {
            home = HomeInspector.inspect(place).orElseThrow();
            process = Files.createDirectories(folder.resolve("proc/" + kernel.processId()));
        }
        Files.createDirectory(process.resolve("fd"));
        Files.createDirectories(folder.resolve("proc/sys/vm"));
        Files.writeString(folder.resolve("proc/sys/vm/max_map_count"), "1000\n");
        started(home.processes().get(0).startTicks());
        limit("100");
        mappings(10);
    }

    private void started(long ticks) throws IOException {
        Files.writeString(process.resolve("stat"), "7 (a) b) S" + " 1".repeat(18) + " " + ticks + " 1 1\n");
    }

    private void limit(String openFiles) throws IOException {
        Files.writeString(
                process.resolve("limits"),
                "Limit                     Soft Limit           Hard Limit           Units     \n"
                        + "Max open files            " + openFiles
                        + "                  20000                files     \n");
    }

    private void mappings(int count) throws IOException {
        Files.writeString(process.resolve("maps"), "00-01 r--p 00000000 00:00 0 \n".repeat(count));
    }

    private void openFiles(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            Files.createFile(process.resolve("fd").resolve(String.valueOf(i)));
        }
    }

    private Remark only() {
        List<Remark> remarks = new LimitRemarks(folder.resolve("proc")).of(home);
        assertThat(remarks).hasSize(1);
        return remarks.get(0);
    }

    @Test
    void shouldTellWhatIsNearestIfNothingIsNear() throws IOException {
        openFiles(79);

        assertThat(only().level()).isEqualTo(Remark.Level.ok);
        assertThat(only().text()).endsWith("with 79 of 100 open files");
        limit("unlimited");
        assertThat(only().text()).endsWith("with 10 of 1000 mappings");
    }

    @Test
    void shouldWarnBeforeItFails() throws IOException {
        openFiles(80);
        assertThat(only().level()).isEqualTo(Remark.Level.warn);
        assertThat(only().fixes().get(0)).startsWith("ulimit -n 200");

        limit("84");
        assertThat(only().level()).isEqualTo(Remark.Level.FAIL);

        limit("1000");
        mappings(950);
        assertThat(only().level()).isEqualTo(Remark.Level.FAIL);
        assertThat(only().text()).contains("with 950 of 1000 mappings");
        assertThat(only().fixes().get(0)).startsWith("sysctl -w vm.max_map_count=2000");
    }

    @Test
    void shouldNotTakeAnotherProcessForThatOfTheHome() throws IOException {
        openFiles(100);
        started(home.processes().get(0).startTicks() + 1);

        assertThat(only().text()).isEqualTo("limits: no process of the home can be looked at");
    }
}
