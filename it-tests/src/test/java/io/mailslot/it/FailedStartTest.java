package io.mailslot.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.Kernel;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.HandleInfo;
import io.mailslot.api.Inheritance;
import io.mailslot.api.MailslotException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.ProcessStartException;
import io.mailslot.api.Receiver;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Children that never come to be, or never attach: nothing of them may stay. */
@ExtendWith(TestHomeExtension.class)
class FailedStartTest {
    private static final int NOT_INHERITABLE = 8;

    private Kernel parent;
    private Receiver receiver;
    private List<HandleInfo> tableBefore;
    private List<String> processesBefore;

    @BeforeEach
    void openOneInheritableHandleAndOneThatIsNot(TestHome home) throws IOException {
        parent = home.attach();
        receiver = parent.createMailslot("shared", MailslotOptions.defaults().withInheritable(true));
        parent.createMailslot("private");
        tableBefore = parent.handles();
        processesBefore = processFolders(home);
    }

    @AfterEach
    void forgetTheHandles() {
        parent = null;
        receiver = null;
    }

    @Test
    void shouldRollBackWhenTheProgramIsMissing(TestHome home) throws IOException {
        ProcessBuilder missing = new ProcessBuilder("/nonexistent/program", "argument");

        assertThatThrownBy(() -> parent.createProcess(missing, Inheritance.all()))
                .isInstanceOf(ProcessStartException.class)
                .hasMessageContaining("/nonexistent/program")
                .extracting(FailedStartTest::code)
                .isEqualTo(ErrorCode.FILE_NOT_FOUND);

        assertNothingChanged(home);
        assertThat(home.child(parent, Inheritance.all()).must("handles").handles())
                .containsExactly(receiver.handle());
    }

    @Test
    void shouldRollBackWhenTheProgramMayNotBeRun(TestHome home) throws IOException {
        Path file = home.scratch().resolve("not-executable");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));

        assertThatThrownBy(() -> parent.createProcess(new ProcessBuilder(file.toString()), Inheritance.all()))
                .isInstanceOf(ProcessStartException.class)
                .extracting(FailedStartTest::code)
                .isEqualTo(ErrorCode.ACCESS_DENIED);

        assertNothingChanged(home);
    }

    @Test
    void shouldRollBackWhenTheWorkingDirectoryIsMissing(TestHome home) throws IOException {
        ProcessBuilder builder = TestHome.agentCommand()
                .toProcessBuilder()
                .directory(home.scratch().resolve("gone").toFile());

        assertThatThrownBy(() -> parent.createProcess(builder, Inheritance.all()))
                .isInstanceOf(ProcessStartException.class);

        assertNothingChanged(home);
    }

    @Test
    void shouldTellWhatIsWrongWithACommandThatCannotBe(TestHome home) throws IOException {
        Path file = Files.createFile(home.scratch().resolve("no-folder"));

        assertRefused(new ProcessBuilder("/bin/true", "x".repeat(200_000)), ErrorCode.FILENAME_EXCED_RANGE);
        assertRefused(new ProcessBuilder("/bin/" + "x".repeat(300)), ErrorCode.FILENAME_EXCED_RANGE);
        assertRefused(new ProcessBuilder(file.resolve("program").toString()), ErrorCode.FILE_NOT_FOUND);
        assertRefused(new ProcessBuilder(), ErrorCode.INVALID_PARAMETER);
        assertRefused(new ProcessBuilder("/bin/true", "a\0b"), ErrorCode.INVALID_PARAMETER);
        assertRefused(new ProcessBuilder("/bin/true").directory(new File("/tmp\0")), ErrorCode.INVALID_PARAMETER);
        assertThatThrownBy(() ->
                        parent.createProcess(new ProcessBuilder(Arrays.asList("/bin/true", null)), Inheritance.all()))
                .isInstanceOf(NullPointerException.class);

        assertNothingChanged(home);
    }

    private void assertRefused(ProcessBuilder builder, ErrorCode code) {
        assertThatThrownBy(() -> parent.createProcess(builder, Inheritance.all()))
                .hasMessageContaining("; ")
                .hasMessageNotContaining("check that it is a program")
                .extracting(FailedStartTest::code)
                .isEqualTo(code);
    }

    @ParameterizedTest(name = "list with handle {0}")
    @ValueSource(ints = {NOT_INHERITABLE, 12, 0, -1, -4, 4_000_000})
    void shouldRefuseAListWithAHandleThatIsUnknownOrNotInheritable(int wrong, TestHome home) throws IOException {
        ProcessBuilder builder = TestHome.agentCommand().toProcessBuilder();

        assertThatThrownBy(() -> parent.createProcess(builder, Inheritance.only(receiver.handle(), wrong)))
                .hasMessageContaining(String.valueOf(wrong))
                .extracting(FailedStartTest::code)
                .isEqualTo(ErrorCode.INVALID_PARAMETER);

        assertNothingChanged(home);
    }

    @Test
    void shouldTakeBackTheHandlesOfAChildThatDiesBeforeItAttaches(TestHome home) throws IOException {
        ChildJvm child = home.create(parent, TestHome.agentCommand().toProcessBuilder(), Inheritance.all());
        assertThat(receiver.describe().usageCount()).isEqualTo(2);

        child.kill();

        assertGivenBack(home);
        assertThat(child.kernelObject().waitFor()).isEqualTo(137);
    }

    @Test
    void shouldTakeBackTheHandlesOfAChildThatIsNoJvm(TestHome home) throws IOException {
        ChildJvm child = home.create(parent, new ProcessBuilder("sh", "-c", "exit 3"), Inheritance.all())
                .expectExit(3);

        assertThat(child.kernelObject().waitFor()).isEqualTo(3);

        assertGivenBack(home);
        assertThat(child.kernelObject().exitCode()).hasValue(3);
    }

    private void assertGivenBack(TestHome home) throws IOException {
        Deadline.await("the child's handle came back, and its folder is gone", Deadline.DEATH_NOTICED)
                .untilAsserted(() -> {
                    assertThat(receiver.describe().usageCount()).isOne();
                    assertThat(processFolders(home)).isEqualTo(processesBefore);
                });
    }

    private void assertNothingChanged(TestHome home) throws IOException {
        assertThat(parent.handles()).isEqualTo(tableBefore);
        assertThat(processFolders(home)).isEqualTo(processesBefore);
    }

    private static ErrorCode code(Throwable failure) {
        return ((MailslotException) failure).errorCode();
    }

    private static List<String> processFolders(TestHome home) throws IOException {
        try (Stream<Path> folders = Files.list(home.path().resolve("processes"))) {
            return folders.map(Path::getFileName).map(Path::toString).sorted().toList();
        }
    }
}
