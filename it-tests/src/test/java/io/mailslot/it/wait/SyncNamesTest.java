package io.mailslot.it.wait;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.Synchronization;
import io.mailslot.api.AccessRight;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.Event;
import io.mailslot.api.EventOptions;
import io.mailslot.api.HandleFlag;
import io.mailslot.api.Mutex;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.ObjectType;
import io.mailslot.api.Semaphore;
import io.mailslot.api.SemaphoreOptions;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How events, semaphores and mutexes are named, found, and how long they last. */
@ExtendWith(TestHomeExtension.class)
class SyncNamesTest {
    private static final Set<AccessRight> WAIT = EnumSet.of(AccessRight.SYNCHRONIZE);

    @Test
    void shouldOpenWhatExistsInsteadOfMakingIt(TestHome home) {
        Kernel kernel = home.attach();
        Synchronization objects = kernel.synchronization();
        ChildJvm child = home.agent();
        assertThat(child.must("semaphore", "permits", 3, 4, false).text("existed"))
                .isEqualTo("false");

        Semaphore semaphore = objects.createSemaphore(
                SemaphoreOptions.of(0, 100).withName("permits").withInheritable(true));

        assertThat(semaphore.existed()).isTrue();
        assertThat(semaphore.name()).contains("permits");
        assertThat(semaphore.describe().usageCount()).isEqualTo(2);
        assertThat(semaphore.describe().flags()).containsExactly(HandleFlag.INHERIT);
        assertThat(semaphore.describe().access())
                .containsExactlyInAnyOrder(AccessRight.SYNCHRONIZE, AccessRight.MODIFY_STATE);
        Expect.code(ErrorCode.TOO_MANY_POSTS, () -> semaphore.release(2));
        assertThat(semaphore.release(1)).isEqualTo(3);
        Mutex mutex = objects.createMutex(MutexOptions.defaults().withName("lock"));
        assertThat(mutex.existed()).isFalse();
        assertThat(child.must("mutex", "lock", true, false).text("existed")).isEqualTo("true");
        assertThat(kernel.waitForSingle(mutex.handle(), Duration.ZERO).signaled())
                .as("the second creator does not own it")
                .isTrue();
        mutex.release();
    }

    @Test
    void shouldKeepNamesApartFromThoseOfMailslots(TestHome home) {
        Kernel kernel = home.attach();
        Synchronization objects = kernel.synchronization();
        kernel.createMailslot("orders");
        Event event = objects.createEvent(EventOptions.defaults().withName("orders"));
        assertThat(event.existed()).isFalse();
        assertThat(event.describe().type()).isEqualTo(ObjectType.EVENT);
        assertThat(event.describe().name()).isEqualTo("orders");
        kernel.openMailslot("orders");
        objects.createSemaphore(SemaphoreOptions.of(0, 1).withName("later"));
        kernel.createMailslot("later");
        Expect.code(ErrorCode.ALREADY_EXISTS, () -> kernel.createMailslot("later"));
    }

    @Test
    void shouldTakeThePrefixesOfSessionsForNothing(TestHome home) {
        Synchronization objects = home.attach().synchronization();
        Event event = objects.createEvent(EventOptions.defaults().withName("Global\\ready"));
        assertThat(event.name()).contains("ready");
        for (String same : new String[] {"ready", "Local\\ready", "Global\\ready"}) {
            assertThat(objects.openEvent(same, WAIT, false).describe().objectId())
                    .as(same)
                    .isEqualTo(event.describe().objectId());
        }
        Expect.code(ErrorCode.FILE_NOT_FOUND, () -> objects.openEvent("Ready", WAIT, false));
        assertThat(objects.createEvent(EventOptions.defaults().withName("READY"))
                        .existed())
                .as("cases are distinguished")
                .isFalse();
    }

    @Test
    void shouldRefuseTheNameOfAnotherType(TestHome home) {
        Kernel kernel = home.attach();
        Synchronization objects = kernel.synchronization();
        objects.createEvent(EventOptions.defaults().withName("one"));
        objects.createMutex(MutexOptions.defaults().withName("two"));
        int before = kernel.handles().size();

        Expect.code(
                ErrorCode.INVALID_HANDLE,
                () -> objects.createMutex(MutexOptions.defaults().withName("one")));
        Expect.code(
                ErrorCode.INVALID_HANDLE,
                () -> objects.createSemaphore(SemaphoreOptions.of(0, 1).withName("Local\\one")));
        Expect.code(ErrorCode.INVALID_HANDLE, () -> objects.openSemaphore("one", WAIT, false));
        Expect.code(ErrorCode.INVALID_HANDLE, () -> objects.openMutex("one", WAIT, false));
        Expect.code(ErrorCode.INVALID_HANDLE, () -> objects.openEvent("two", WAIT, false));

        assertThat(kernel.handles()).hasSize(before);
        int event = objects.openEvent("one", WAIT, false).handle();
        Expect.code(ErrorCode.INVALID_HANDLE, () -> objects.mutex(event));
        Expect.code(ErrorCode.INVALID_HANDLE, () -> objects.semaphore(event));
        Expect.code(ErrorCode.INVALID_HANDLE, () -> objects.event(event + 400));
        Expect.code(ErrorCode.INVALID_HANDLE, () -> kernel.receiver(event));
        Expect.code(ErrorCode.INVALID_HANDLE, () -> kernel.sender(event));
    }

    @Test
    void shouldRefuseBadNames(TestHome home) {
        Synchronization objects = home.attach().synchronization();
        Expect.code(ErrorCode.FILE_NOT_FOUND, () -> objects.openMutex("missing", WAIT, false));
        refused(
                objects,
                ErrorCode.PATH_NOT_FOUND,
                "",
                "Local\\",
                "a\\b",
                "Global\\a\\b",
                "\\",
                "Session\\1\\x",
                "LOCAL\\x",
                "global\\x");
        refused(objects, ErrorCode.INVALID_NAME, "a\nb", "a\0", "half \uD83D surrogate");
        refused(objects, ErrorCode.FILENAME_EXCED_RANGE, "x".repeat(256), "Global\\" + "x".repeat(256));
        Expect.code(ErrorCode.PATH_NOT_FOUND, () -> objects.openEvent(null, WAIT, false));
        for (String fine :
                new String[] {"x".repeat(255), "Global\\" + "y".repeat(255), "a/b", "..", "\u20AC".repeat(255)}) {
            assertThat(objects.createEvent(EventOptions.defaults().withName(fine))
                            .name())
                    .contains(fine.replace("Global\\", ""));
            objects.openEvent(fine, WAIT, false);
        }
    }

    private static void refused(Synchronization objects, ErrorCode code, String... names) {
        for (String name : names) {
            Expect.code(code, () -> objects.openEvent(name, WAIT, false));
            Expect.code(code, () -> objects.createEvent(EventOptions.defaults().withName(name)));
        }
    }

    @Test
    void shouldGoWithTheLastHandle(TestHome home) {
        Kernel kernel = home.attach();
        Synchronization objects = kernel.synchronization();
        ChildJvm child = home.agent();
        Semaphore mine = objects.createSemaphore(SemaphoreOptions.of(3, 9).withName("permits"));
        int its = child.must("opensync", "semaphore", "permits").handle();

        mine.close();
        Expect.code(ErrorCode.INVALID_HANDLE, () -> mine.release(1));
        Expect.code(ErrorCode.INVALID_HANDLE, mine::name);
        assertThat(child.must("release", its, 1).number("before")).isEqualTo(3);
        child.must("close", its);
        Expect.code(ErrorCode.FILE_NOT_FOUND, () -> objects.openSemaphore("permits", WAIT, false));

        Semaphore anew = objects.createSemaphore(SemaphoreOptions.of(5, 9).withName("permits"));
        assertThat(anew.existed()).isFalse();
        assertThat(anew.release(1)).isEqualTo(5);
    }

    @Test
    void shouldGoWithAKilledProcessBeforeTheNameIsUsedAgain(TestHome home) {
        Kernel kernel = home.attach();
        Synchronization objects = kernel.synchronization();
        objects.createEvent(EventOptions.defaults());
        ChildJvm child = home.agent();
        for (int round = 0; round < 5; round++) {
            child.must("semaphore", "permits", 0, 9, false);
            child.must("event", "gate", true, true, false);
            child.kill();

            Expect.code(ErrorCode.FILE_NOT_FOUND, () -> objects.openEvent("gate", WAIT, false));
            try (Semaphore anew =
                    objects.createSemaphore(SemaphoreOptions.of(5, 9).withName("permits"))) {
                assertThat(anew.existed()).isFalse();
            }
            child = home.agent();
        }
    }
}
