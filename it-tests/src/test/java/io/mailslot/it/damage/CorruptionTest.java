package io.mailslot.it.damage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.mailslot.JavaCommand;
import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.AccessRight;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.HomeException;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.inspect.MailslotStatus;
import io.mailslot.internal.layout.KernelHeader;
import io.mailslot.internal.layout.ProcessRecord;
import io.mailslot.internal.object.KernelFile;
import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.object.ProcessTable;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.Fuzzer;
import io.mailslot.it.harness.HomeCopy;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Damaged files of a home: whoever meets one fails with a clear error, or goes on. The system property
 * {@code mailslot.fuzz.rounds} asks for more rounds of random damage, {@code mailslot.fuzz.seed} for those of a failure.
 */
@ExtendWith(TestHomeExtension.class)
class CorruptionTest {
    private static final int ROUNDS = Integer.getInteger("mailslot.fuzz.rounds", 60);

    @ParameterizedTest(name = "{0}.dat damaged {1} attaching")
    @CsvSource({"kernel, before", "kernel, after", "handles, before", "handles, after"})
    void shouldSurviveAnyDamage(String file, String when, TestHome home) throws IOException {
        ChildJvm other = home.agent();
        other.must("create", "alpha", 424, 0, true);
        other.must("create", "beta/gamma", 424, 0, true);
        other.must("open", "alpha", true);
        other.must("open", "beta/gamma", true);
        long seed = Long.getLong("mailslot.fuzz.seed", System.nanoTime());
        Path copies = Files.createTempDirectory(home.path().getParent(), "mailslot-it-fuzz-");
        try {
            ChildJvm fuzzer = home.start(ChildJvm.quick(JavaCommand.of(Fuzzer.class)
                            .withArguments(
                                    home.path().toString(),
                                    copies.toString(),
                                    String.valueOf(seed),
                                    String.valueOf(ROUNDS),
                                    file,
                                    when))
                    .toProcessBuilder());
            fuzzer.expectErrorOutput();

            String line = fuzzer.line();
            while (line.startsWith(Fuzzer.PROGRESS)) {
                line = fuzzer.line();
            }
            assertThat(line).as("seed %d", seed).startsWith("sound ");
        } finally {
            TestHome.deleteTree(copies);
        }
    }

    @ParameterizedTest(name = "handles.dat {0}")
    @MethodSource("damages")
    void shouldGoOnBesideAProcessWhoseHandleTableIsDamaged(String how, Damager damager, TestHome home)
            throws IOException {
        Kernel kernel = home.attach();
        ChildJvm other = home.agent().expectErrorOutput();
        other.must("create", "theirs", 424, 0, true);
        int process = kernel.openProcess(
                        other.pid(),
                        ObjectOpenOptions.of(
                                AccessRight.DUPLICATE_HANDLE, AccessRight.QUERY_INFORMATION, AccessRight.SYNCHRONIZE))
                .handle();
        Path table = handleTableOf(home, other);
        damager.damage(table);

        assertDamaged(table, () -> kernel.duplicate(process, 4, -1, DuplicateOptions.defaults()));
        HomeSnapshot seen = HomeInspector.inspect(home.path()).orElseThrow();
        assertThat(seen.unseen()).singleElement().asString().contains(table.toString());
        assertThat(seen.mailslots()).extracting(MailslotStatus::name).containsExactly("theirs");
        assertThat(seen.processes()).hasSize(2);
        kernel.openMailslot("theirs").close();
        other.kill();
        assertThat(kernel.process(process).waitForEnd(Deadline.DEATH_NOTICED)).isTrue();
        kernel.createMailslot("theirs").close();
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
    }

    @ParameterizedTest(name = "kernel.dat {0}")
    @MethodSource("damages")
    void shouldRefuseToAttachToADamagedHomeInUse(String how, Damager damager, TestHome home) throws IOException {
        home.agent();
        Path copy = home.path().resolveSibling(home.path().getFileName() + "-copy");
        try {
            HomeCopy.make(home.path(), copy);
            Path data = copy.resolve("kernel.dat");
            damager.damage(data);

            assertDamaged(data, () -> Kernel.attach(KernelOptions.defaults().withHome(copy)));
            assertDamaged(data, () -> HomeInspector.inspect(copy));
            assertDamaged(data, () -> HomeVerifier.verify(copy, Duration.ZERO));
        } finally {
            TestHome.deleteTree(copy);
        }
    }

    private interface Damager {
        void damage(Path file) throws IOException;
    }

    static List<Arguments> damages() {
        return List.of(
                arguments("emptied", damager(file -> Files.write(file, new byte[0]))),
                arguments("cut", damager(file -> cut(file, 5_000))),
                arguments("of zeros", damager(file -> Files.write(file, new byte[1 << 20]))),
                arguments(
                        "that is a text",
                        damager(file -> Files.writeString(file, "not of this library\n".repeat(99_999)))),
                arguments("of another version", damager(file -> put(file, KernelHeader.VERSION_OFFSET, 7))),
                arguments("of another kind", damager(file -> put(file, KernelHeader.MAGIC_OFFSET, 7))));
    }

    private static Damager damager(Damager damager) {
        return damager;
    }

    @ParameterizedTest(name = "kernel.dat cut to {0} bytes")
    @ValueSource(ints = {0, 4_096, KernelHeader.OBJECT_TABLE_OFFSET, KernelHeader.INITIAL_LENGTH - 4_096})
    void shouldTellWhoeverUsesAFileThatIsCut(int length, TestHome home) throws IOException {
        ChildJvm victim = home.agent().expectErrorOutput();
        victim.must("create", "mine", 424, 0, true);
        int sender = victim.must("open", "mine", true).handle();
        victim.must("write", sender, "before");
        home.letFilesStay();

        cut(home.path().resolve("kernel.dat"), length);

        for (int i = 0; i < 3; i++) {
            assertThat(victim.ask("create", "another", 424, 0, true).code()).isEqualTo(1392);
            assertThat(victim.ask("open", "mine", true).code()).isEqualTo(1392);
            assertThat(victim.ask("close", sender).code()).isEqualTo(1392);
            assertThat(victim.ask("describe", 4).code()).isIn(0, 1392);
            assertThat(victim.ask("handles").code()).isIn(0, 1392);
            assertThat(victim.ask("read", 4, 0).code()).isIn(0, 1392);
            assertThat(victim.ask("info", 4).code()).isIn(0, 1392);
            assertThat(victim.ask("write", sender, "after").code()).isIn(0, 1392);
        }
        victim.expectExit(1).closeInput();
        victim.awaitExit(Deadline.PATIENCE);
        assertThat(victim.errorOutput()).contains("HomeException").doesNotContain("SIGBUS");
    }

    @ParameterizedTest(name = "handles.dat cut to {0} bytes")
    @ValueSource(ints = {0, 4_096})
    void shouldTellWhoeverUsesAHandleTableThatIsCut(int length, TestHome home) throws IOException {
        ChildJvm victim = home.agent().expectErrorOutput();
        victim.must("create", "mine", 424, 0, true);
        ChildJvm other = home.agent().expectErrorOutput();

        cut(handleTableOf(home, victim), length);

        for (int i = 0; i < 3; i++) {
            assertThat(victim.ask("create", "another", 424, 0, true).code()).isEqualTo(1392);
            assertThat(victim.ask("describe", 4).code()).isEqualTo(1392);
            assertThat(victim.ask("handles").code()).isEqualTo(1392);
            assertThat(victim.ask("close", 4).code()).isEqualTo(1392);
            assertThat(victim.ask("read", 4, 0).code()).isEqualTo(1392);
        }
        victim.expectExit(1).closeInput();
        victim.awaitExit(Deadline.PATIENCE);
        other.must("create", "mine", 424, 0, true);
    }

    @Test
    void shouldTellWhoeverUsesAFileThatIsReplaced(TestHome home) throws IOException {
        ChildJvm victim = home.agent().expectErrorOutput();
        int receiver = victim.must("create", "mine", 424, 0, true).handle();
        Path data = home.path().resolve("kernel.dat");
        home.letFilesStay();

        Path twin = Files.copy(data, data.resolveSibling("twin"));
        Files.move(twin, data, StandardCopyOption.REPLACE_EXISTING);
        assertThat(victim.ask("create", "another", 424, 0, true).code()).isEqualTo(1006);
        assertThat(victim.ask("close", receiver).code()).isEqualTo(1006);

        Files.delete(data);
        assertThat(victim.ask("create", "another", 424, 0, true).code()).isEqualTo(1006);
        assertThat(victim.ask("read", receiver, 300).code()).isEqualTo(1006);
    }

    private static Path handleTableOf(TestHome home, ChildJvm process) throws IOException {
        KernelFile file = KernelFile.open(home.path().resolve("kernel.dat"), true);
        ProcessTable processes = new ProcessTable(file);
        ProcessRef found = processes.inUse().stream()
                .filter(each -> processes.record(each.index()).getLong(ProcessRecord.PID_OFFSET) == process.pid())
                .findFirst()
                .orElseThrow();
        return home.path().resolve("processes").resolve(found.toString()).resolve("handles.dat");
    }

    private static void cut(Path file, int length) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
    }

    private static void put(Path file, int offset, int value) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer word = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder());
            channel.write(word.putInt(0, value), offset);
        }
    }

    private static void assertDamaged(Path file, Runnable action) {
        assertThatExceptionOfType(HomeException.class)
                .isThrownBy(action::run)
                .withMessageContaining(file.toString())
                .satisfies(e -> assertThat(e.errorCode().value()).isIn(1392, 1306));
    }
}
