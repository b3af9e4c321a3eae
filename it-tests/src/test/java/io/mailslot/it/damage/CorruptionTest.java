package io.mailslot.it.damage;

import static io.mailslot.api.ErrorCode.FILE_CORRUPT;
import static io.mailslot.api.ErrorCode.FILE_INVALID;
import static io.mailslot.it.harness.Refusal.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.AccessRight;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.HomeException;
import io.mailslot.api.MailslotException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.OpenOptions;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.inspect.MailslotStatus;
import io.mailslot.internal.layout.KernelHeader;
import io.mailslot.internal.layout.ProcessRecord;
import io.mailslot.internal.object.KernelFile;
import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.object.ProcessTable;
import io.mailslot.it.harness.DamageTest;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.Fuzzer;
import io.mailslot.it.harness.HomeCopy;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.junit.Named;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildBody;
import io.mailslot.testkit.ErrorOutput;
import io.mailslot.testkit.Jvms;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Damaged files of a home: whoever meets one fails with a clear error, or goes on. The system property
 * {@code mailslot.fuzz.rounds} asks for more rounds of random damage, {@code mailslot.fuzz.seed} for those of a failure.
 */
@HomeTest
class CorruptionTest {
    private static final MailslotOptions SMALL = MailslotOptions.defaults()
            .withMaxMessageSize(424)
            .withReadTimeout(Duration.ZERO)
            .withInheritable(true);
    private static final int ROUNDS = Integer.getInteger("mailslot.fuzz.rounds", 25);

    @ParameterizedTest(name = "{0}.dat damaged {1} attaching")
    @CsvSource({"kernel, before", "kernel, after", "handles, before", "handles, after"})
    void shouldSurviveAnyDamage(String file, String when, TestHome home, @Named("other") Child other, Jvms jvms)
            throws IOException {
        other.run(c -> {
            for (String name : List.of("alpha", "beta/gamma")) {
                c.kernel().createMailslot(name, SMALL);
            }
            for (String name : List.of("alpha", "beta/gamma")) {
                c.kernel().openMailslot(name, OpenOptions.defaults().withInheritable(true));
            }
        });
        long seed = Long.getLong("mailslot.fuzz.seed", System.nanoTime());
        Path copies = Files.createTempDirectory(home.path().getParent(), "mailslot-it-fuzz-");
        try {
            Fuzzer.Plan plan = new Fuzzer.Plan(
                    home.path().toString(), copies.toString(), seed, file.equals("kernel"), when.equals("before"));
            Child fuzzer = jvms.jvm()
                    .withErrorOutput(ErrorOutput.ALLOWED)
                    .withName("fuzzer")
                    .start();
            for (int i = 0; i < ROUNDS; i++) {
                int round = i;
                String bad = fuzzer.call(c -> Fuzzer.round(plan, round));
                assertThat(bad).as("seed %d, round %d", seed, round).isEmpty();
            }
            fuzzer.kill(); // what a damaged home makes of shutdown hooks is another test
        } finally {
            TestHome.deleteTree(copies);
        }
    }

    @ParameterizedTest(name = "handles.dat {0}")
    @MethodSource("damages")
    void shouldGoOnBesideAProcessWhoseHandleTableIsDamaged(String how, Damager damager, TestHome home, Jvms jvms)
            throws IOException {
        Kernel kernel = home.attach();
        Child other = start(jvms);
        other.run(c -> c.kernel().createMailslot("theirs", SMALL));
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
    void shouldRefuseToAttachToADamagedHomeInUse(
            String how, Damager damager, TestHome home, @Named("other") Child other) throws IOException {
        other.run(c -> c.kernel());
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
                arguments(
                        "of another version",
                        damager(file -> put(file, KernelHeader.VERSION_OFFSET, KernelHeader.VERSION + 1))),
                arguments("of another kind", damager(file -> put(file, KernelHeader.MAGIC_OFFSET, 7))));
    }

    private static Damager damager(Damager damager) {
        return damager;
    }

    @ParameterizedTest(name = "kernel.dat cut to {0} bytes")
    @ValueSource(ints = {0, 4_096, KernelHeader.OBJECT_TABLE_OFFSET, KernelHeader.INITIAL_LENGTH - 4_096})
    @DamageTest
    void shouldTellWhoeverUsesAFileThatIsCut(int length, TestHome home, Jvms jvms) throws IOException {
        Child victim = start(jvms);
        victim.run(c -> c.kernel().createMailslot("mine", SMALL));
        int sender = victim.call(c -> c.kernel().openMailslot("mine").handle());
        victim.run(c -> c.kernel().sender(sender).write("before"));
        home.letFilesStay();

        cut(home.path().resolve("kernel.dat"), length);

        for (int i = 0; i < 3; i++) {
            assertThat(refusal(victim, c -> c.kernel().createMailslot("another", SMALL)))
                    .isEqualTo(FILE_CORRUPT);
            assertThat(refusal(victim, c -> c.kernel().openMailslot("mine"))).isEqualTo(FILE_CORRUPT);
            assertThat(refusal(victim, c -> c.kernel().closeHandle(sender))).isEqualTo(FILE_CORRUPT);
            assertDoneOrDamaged(victim, c -> c.kernel().describe(4));
            assertDoneOrDamaged(victim, c -> c.kernel().handles());
            assertDoneOrDamaged(victim, c -> c.kernel().receiver(4).read(Duration.ZERO));
            assertDoneOrDamaged(victim, c -> c.kernel().receiver(4).info());
            assertDoneOrDamaged(victim, c -> c.kernel().sender(sender).write("after"));
        }
        assertThat(refusal(victim, c -> c.kernel().close())).isEqualTo(FILE_CORRUPT);
        jvms.all(victim);
        assertThat(victim.err()).doesNotContain("SIGBUS");
    }

    @ParameterizedTest(name = "handles.dat cut to {0} bytes")
    @ValueSource(ints = {0, 4_096})
    void shouldTellWhoeverUsesAHandleTableThatIsCut(int length, TestHome home, Jvms jvms) throws IOException {
        Child victim = start(jvms);
        victim.run(c -> c.kernel().createMailslot("mine", SMALL));
        Child other = start(jvms);
        other.run(c -> c.kernel());

        cut(handleTableOf(home, victim), length);

        for (int i = 0; i < 3; i++) {
            assertThat(refusal(victim, c -> c.kernel().createMailslot("another", SMALL)))
                    .isEqualTo(FILE_CORRUPT);
            assertThat(refusal(victim, c -> c.kernel().describe(4))).isEqualTo(FILE_CORRUPT);
            assertThat(refusal(victim, c -> c.kernel().handles())).isEqualTo(FILE_CORRUPT);
            assertThat(refusal(victim, c -> c.kernel().closeHandle(4))).isEqualTo(FILE_CORRUPT);
            assertThat(refusal(victim, c -> c.kernel().receiver(4).read(Duration.ZERO)))
                    .isEqualTo(FILE_CORRUPT);
        }
        assertThat(refusal(victim, c -> c.kernel().close())).isEqualTo(FILE_CORRUPT);
        jvms.all(victim);
        other.run(c -> c.kernel().createMailslot("mine", SMALL));
    }

    @Test
    @DamageTest
    void shouldTellWhoeverUsesAFileThatIsReplaced(TestHome home, Jvms jvms) throws IOException {
        Child victim = start(jvms);
        int receiver = victim.call(c -> c.kernel().createMailslot("mine", SMALL).handle());
        Path data = home.path().resolve("kernel.dat");
        home.letFilesStay();

        Path twin = Files.copy(data, data.resolveSibling("twin"));
        Files.move(twin, data, StandardCopyOption.REPLACE_EXISTING);
        assertThat(refusal(victim, c -> c.kernel().createMailslot("another", SMALL)))
                .isEqualTo(FILE_INVALID);
        assertThat(refusal(victim, c -> c.kernel().closeHandle(receiver))).isEqualTo(FILE_INVALID);

        Files.delete(data);
        assertThat(refusal(victim, c -> c.kernel().createMailslot("another", SMALL)))
                .isEqualTo(FILE_INVALID);
        assertThat(refusal(victim, c -> c.kernel().receiver(receiver).read(Duration.ofMillis(300))))
                .isEqualTo(FILE_INVALID);
    }

    /** A child that may tell of the damage that it meets. */
    private static Child start(Jvms jvms) {
        return jvms.jvm().withErrorOutput(ErrorOutput.ALLOWED).start();
    }

    private static void assertDoneOrDamaged(Child child, ChildBody deed) {
        child.run(c -> {
            try {
                deed.run(c);
            } catch (MailslotException e) {
                assertThat(e.errorCode()).isEqualTo(FILE_CORRUPT);
            }
        });
    }

    private static Path handleTableOf(TestHome home, Child process) throws IOException {
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
