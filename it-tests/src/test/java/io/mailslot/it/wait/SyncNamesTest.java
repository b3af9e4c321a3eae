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
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.ObjectType;
import io.mailslot.api.Semaphore;
import io.mailslot.api.SemaphoreOptions;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.junit.Named;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildContext;
import io.mailslot.testkit.Jvms;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How events, semaphores and mutexes are named, found, and how long they last. */
@HomeTest
class SyncNamesTest {
    private static final ObjectOpenOptions WAIT = ObjectOpenOptions.of(AccessRight.SYNCHRONIZE);

    @Test
    void shouldOpenWhatExistsInsteadOfMakingIt(@Named("other") Child child, Kernel kernel) {
        Synchronization objects = kernel.synchronization();
        assertThat(child.<Boolean>call(c -> permits(c, 3, 4).existed())).isFalse();

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
        assertThat(child.<Boolean>call(c -> SyncChild.ownMutex(c, "lock").existed()))
                .isTrue();
        assertThat(kernel.waitFor(Duration.ZERO, mutex.handle()).signaled())
                .as("the second creator does not own it")
                .isTrue();
        mutex.release();
    }

    private static Semaphore permits(ChildContext c, int count, int maximum) {
        return c.kernel()
                .synchronization()
                .createSemaphore(SemaphoreOptions.of(count, maximum).withName("permits"));
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
            assertThat(objects.openEvent(same, WAIT).describe().objectId())
                    .as(same)
                    .isEqualTo(event.describe().objectId());
        }
        Expect.code(ErrorCode.FILE_NOT_FOUND, () -> objects.openEvent("Ready", WAIT));
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
        Expect.code(ErrorCode.INVALID_HANDLE, () -> objects.openSemaphore("one", WAIT));
        Expect.code(ErrorCode.INVALID_HANDLE, () -> objects.openMutex("one", WAIT));
        Expect.code(ErrorCode.INVALID_HANDLE, () -> objects.openEvent("two", WAIT));

        assertThat(kernel.handles()).hasSize(before);
        int event = objects.openEvent("one", WAIT).handle();
        Expect.code(ErrorCode.INVALID_HANDLE, () -> objects.mutex(event));
        Expect.code(ErrorCode.INVALID_HANDLE, () -> objects.semaphore(event));
        Expect.code(ErrorCode.INVALID_HANDLE, () -> objects.event(event + 400));
        Expect.code(ErrorCode.INVALID_HANDLE, () -> kernel.receiver(event));
        Expect.code(ErrorCode.INVALID_HANDLE, () -> kernel.sender(event));
    }

    @Test
    void shouldRefuseBadNames(TestHome home) {
        Synchronization objects = home.attach().synchronization();
        Expect.code(ErrorCode.FILE_NOT_FOUND, () -> objects.openMutex("missing", WAIT));
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
        Expect.code(ErrorCode.PATH_NOT_FOUND, () -> objects.openEvent(null, WAIT));
        for (String fine :
                new String[] {"x".repeat(255), "Global\\" + "y".repeat(255), "a/b", "..", "\u20AC".repeat(255)}) {
            assertThat(objects.createEvent(EventOptions.defaults().withName(fine))
                            .name())
                    .contains(fine.replace("Global\\", ""));
            objects.openEvent(fine, WAIT);
        }
    }

    private static void refused(Synchronization objects, ErrorCode code, String... names) {
        for (String name : names) {
            Expect.code(code, () -> objects.openEvent(name, WAIT));
            Expect.code(code, () -> objects.createEvent(EventOptions.defaults().withName(name)));
        }
    }

    @Test
    void shouldGoWithTheLastHandle(@Named("other") Child child, Kernel kernel) {
        Synchronization objects = kernel.synchronization();
        Semaphore mine = objects.createSemaphore(SemaphoreOptions.of(3, 9).withName("permits"));
        int its = child.call(c -> SyncChild.semaphore(c, "permits").handle());

        mine.close();
        Expect.code(ErrorCode.INVALID_HANDLE, () -> mine.release(1));
        Expect.code(ErrorCode.INVALID_HANDLE, mine::name);
        assertThat(child.<Integer>call(
                        c -> c.kernel().synchronization().semaphore(its).release(1)))
                .isEqualTo(3);
        child.run(c -> c.kernel().closeHandle(its));
        Expect.code(ErrorCode.FILE_NOT_FOUND, () -> objects.openSemaphore("permits", WAIT));

        Semaphore anew = objects.createSemaphore(SemaphoreOptions.of(5, 9).withName("permits"));
        assertThat(anew.existed()).isFalse();
        assertThat(anew.release(1)).isEqualTo(5);
    }

    @Test
    void shouldGoWithAKilledProcessBeforeTheNameIsUsedAgain(Jvms jvms, Kernel kernel) {
        Synchronization objects = kernel.synchronization();
        objects.createEvent(EventOptions.defaults());
        for (int round = 0; round < 5; round++) {
            Child child = jvms.jvm().startedPlainly().start();
            child.run(c -> {
                permits(c, 0, 9);
                c.kernel()
                        .synchronization()
                        .createEvent(EventOptions.defaults()
                                .withName("gate")
                                .withManualReset(true)
                                .withInitiallySet(true));
            });
            child.kill();

            Expect.code(ErrorCode.FILE_NOT_FOUND, () -> objects.openEvent("gate", WAIT));
            try (Semaphore anew =
                    objects.createSemaphore(SemaphoreOptions.of(5, 9).withName("permits"))) {
                assertThat(anew.existed()).isFalse();
            }
        }
    }
}
