package io.mailslot.it.poor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.EventOptions;
import io.mailslot.api.FileDisposition;
import io.mailslot.api.FileOpenOptions;
import io.mailslot.api.HandleFlag;
import io.mailslot.api.MailslotException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.object.KernelFile;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An error that has changed nothing costs no repair, and no change of the home. */
@HomeTest
class OrdinaryErrorsTest {
    private static final int NO_HANDLE = 4_000;
    private static final int SELF = -1;

    @Test
    void shouldRepairNothingAfterAnErrorThatHasChangedNothing(TestHome home) throws IOException {
        Kernel kernel = home.attach();
        kernel.createMailslot("taken");
        kernel.openMailslot("taken", OpenOptions.defaults().withShareWrite(false));
        kernel.synchronization().createEvent(EventOptions.defaults().withName("event"));
        Receiver durable =
                kernel.createMailslot("durable", MailslotOptions.defaults().withCursor("cursor"));
        assertNothingChanges(home, errors(kernel, home.scratch()));
        durable.close();
        kernel.deleteMailslot("durable");
    }

    private static void assertNothingChanges(TestHome home, Map<String, Runnable> errors) throws IOException {
        KernelFile file = KernelFile.open(new HomePaths(home.path()).kernelData(), true);
        errors.forEach((name, call) -> {
            long before = file.changes();
            MailslotException refused = catchThrowableOfType(MailslotException.class, call::run);
            assertThat(refused).as(name).isNotNull();
            assertThat(file.changes())
                    .as("changes after " + name + ", " + refused)
                    .isEqualTo(before);
            assertThat(file.isDirty()).as(name).isFalse();
        });
    }

    private static Map<String, Runnable> errors(Kernel kernel, Path scratch) {
        FileOpenOptions open = FileOpenOptions.defaults();
        Map<String, Runnable> errors = new LinkedHashMap<>();
        errors.put(
                "flags of no handle",
                () -> kernel.setFlags(NO_HANDLE, Set.of(HandleFlag.INHERIT), Set.of(HandleFlag.INHERIT)));
        errors.put("close of no handle", () -> kernel.closeHandle(NO_HANDLE));
        errors.put("duplicate of no handle", () -> kernel.duplicate(NO_HANDLE, DuplicateOptions.defaults()));
        errors.put("close in no process", () -> kernel.closeHandleIn(NO_HANDLE, 4));
        errors.put("close of no handle there", () -> kernel.closeHandleIn(SELF, NO_HANDLE));
        errors.put("taken name", () -> kernel.createMailslot("taken"));
        errors.put("missing name", () -> kernel.openMailslot("missing"));
        errors.put("not shared", () -> kernel.openMailslot("taken"));
        errors.put("cursor in use", () -> kernel.deleteCursor("durable", "cursor"));
        errors.put("durable in use", () -> kernel.deleteMailslot("durable"));
        errors.put(
                "cursor of a plain one",
                () -> kernel.createMailslot("taken", MailslotOptions.defaults().withCursor("cursor")));
        errors.put(
                "name of another type",
                () -> kernel.synchronization()
                        .createMutex(MutexOptions.defaults().withName("event")));
        errors.put(
                "no such event",
                () -> kernel.synchronization().openEvent("none", ObjectOpenOptions.of(AccessRight.SYNCHRONIZE)));
        errors.put("no such process", () -> kernel.openProcess(1, ObjectOpenOptions.of(AccessRight.SYNCHRONIZE)));
        errors.put(
                "no such file",
                () -> kernel.files().open(scratch.resolve("none").toString(), open));
        errors.put(
                "no folder for a new file",
                () -> kernel.files()
                        .open(
                                scratch.resolve("none/file").toString(),
                                open.withDisposition(FileDisposition.CREATE_NEW)));
        errors.put(
                "a file that cannot be made",
                () -> kernel.files().open("/proc/mailslot", open.withDisposition(FileDisposition.CREATE_NEW)));
        return errors;
    }
}
