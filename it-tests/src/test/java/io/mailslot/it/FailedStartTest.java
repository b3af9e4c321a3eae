package io.mailslot.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.Kernel;
import io.mailslot.api.ChildProcess;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.HandleInfo;
import io.mailslot.api.Inheritance;
import io.mailslot.api.MailslotException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.ProcessStartException;
import io.mailslot.api.Receiver;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Children that never come to be, or never attach: nothing of them may stay. */
@HomeTest
class FailedStartTest {
    private static final int NOT_INHERITABLE = 8;

    private Kernel parent;
    private Receiver receiver;
    private List<HandleInfo> tableBefore;
    private List<String> processesBefore;

    /** One inheritable handle, and one that is not. */
    private void open(Kernel kernel) throws IOException {
        parent = kernel;
        receiver = parent.createMailslot("shared", MailslotOptions.defaults().withInheritable(true));
        parent.createMailslot("private");
        tableBefore = parent.handles();
        processesBefore = processFolders();
    }

    @AfterEach
    void forgetTheHandles() {
        parent = null;
        receiver = null;
    }

    @Test
    void shouldRollBackWhenTheProgramIsMissing(Jvms jvms, Kernel kernel) throws IOException {
        open(kernel);
        ProcessBuilder missing = new ProcessBuilder("/nonexistent/program", "argument");

        assertThatThrownBy(() -> parent.createProcess(missing, Inheritance.all()))
                .isInstanceOf(ProcessStartException.class)
                .hasMessageContaining("/nonexistent/program")
                .extracting(FailedStartTest::code)
                .isEqualTo(ErrorCode.FILE_NOT_FOUND);

        assertNothingChanged();
        Child child = jvms.jvm().withInheritance(Inheritance.all()).start();
        int[] inherited = child.call(
                c -> c.kernel().handles().stream().mapToInt(HandleInfo::handle).toArray());
        assertThat(inherited).containsExactly(receiver.handle());
    }

    @Test
    void shouldRollBackWhenTheProgramMayNotBeRun(TestHome home) throws IOException {
        open(home.attach());
        Path file = home.scratch().resolve("not-executable");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));

        assertThatThrownBy(() -> parent.createProcess(new ProcessBuilder(file.toString()), Inheritance.all()))
                .isInstanceOf(ProcessStartException.class)
                .extracting(FailedStartTest::code)
                .isEqualTo(ErrorCode.ACCESS_DENIED);

        assertNothingChanged();
    }

    @Test
    void shouldRollBackWhenTheWorkingDirectoryIsMissing(TestHome home) throws IOException {
        open(home.attach());
        ProcessBuilder builder = new ProcessBuilder("/bin/true")
                .directory(home.scratch().resolve("gone").toFile());

        assertThatThrownBy(() -> parent.createProcess(builder, Inheritance.all()))
                .isInstanceOf(ProcessStartException.class);

        assertNothingChanged();
    }

    @Test
    void shouldTellWhatIsWrongWithACommandThatCannotBe(TestHome home) throws IOException {
        open(home.attach());
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

        assertNothingChanged();
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
        open(home.attach());
        ProcessBuilder builder = new ProcessBuilder("/bin/true");

        assertThatThrownBy(() -> parent.createProcess(builder, Inheritance.only(receiver.handle(), wrong)))
                .hasMessageContaining(String.valueOf(wrong))
                .extracting(FailedStartTest::code)
                .isEqualTo(ErrorCode.INVALID_PARAMETER);

        assertNothingChanged();
    }

    @Test
    void shouldTakeBackTheHandlesOfAChildThatDiesBeforeItAttaches(Jvms jvms, Kernel kernel) throws IOException {
        open(kernel);
        Child child =
                jvms.jvm().withInheritance(Inheritance.all()).start(); // attaches at its first use of a kernel only
        assertThat(receiver.describe().usageCount()).isEqualTo(2);

        child.kill();

        assertGivenBack();
        assertThat(object(child).waitFor()).isEqualTo(137);
    }

    @Test
    void shouldTakeBackTheHandlesOfAChildThatIsNoJvm(Jvms jvms, Kernel kernel) throws IOException {
        open(kernel);
        Child child = jvms.program("sh", "-c", "exit 3")
                .withInheritance(Inheritance.all())
                .start()
                .expectEnd(3);

        assertThat(object(child).waitFor()).isEqualTo(3);

        assertGivenBack();
        assertThat(object(child).exitCode()).hasValue(3);
    }

    private static ChildProcess object(Child child) {
        return (ChildProcess) child.object();
    }

    private void assertGivenBack() {
        Deadline.await("the child's handle came back, and its folder is gone", Deadline.DEATH_NOTICED)
                .untilAsserted(() -> {
                    assertThat(receiver.describe().usageCount()).isOne();
                    assertThat(processFolders()).isEqualTo(processesBefore);
                });
    }

    private void assertNothingChanged() throws IOException {
        assertThat(parent.handles()).isEqualTo(tableBefore);
        assertThat(processFolders()).isEqualTo(processesBefore);
    }

    private static ErrorCode code(Throwable failure) {
        return ((MailslotException) failure).errorCode();
    }

    private List<String> processFolders() throws IOException {
        try (Stream<Path> folders = Files.list(parent.home().resolve("processes"))) {
            return folders.map(Path::getFileName).map(Path::toString).sorted().toList();
        }
    }
}
