package io.mailslot.it.win32;

import static io.mailslot.it.win32.Bench.INHERIT;
import static io.mailslot.it.win32.Tag.D;
import static io.mailslot.it.win32.Tag.P;
import static io.mailslot.it.win32.Tag.R;
import static io.mailslot.it.win32.Tag.W;
import static io.mailslot.win32.Win32Constants.EVENT_ALL_ACCESS;
import static io.mailslot.win32.Win32Constants.EVENT_MODIFY_STATE;
import static io.mailslot.win32.Win32Constants.INFINITE;
import static io.mailslot.win32.Win32Constants.MUTEX_ALL_ACCESS;
import static io.mailslot.win32.Win32Constants.PROCESS_ALL_ACCESS;
import static io.mailslot.win32.Win32Constants.SEMAPHORE_ALL_ACCESS;
import static io.mailslot.win32.Win32Constants.SYNCHRONIZE;
import static io.mailslot.win32.Win32Constants.WAIT_ABANDONED_0;
import static io.mailslot.win32.Win32Constants.WAIT_OBJECT_0;
import static io.mailslot.win32.Win32Constants.WAIT_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.MutexOptions;
import io.mailslot.testkit.Child;
import io.mailslot.win32.IntRef;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** Events, semaphores and mutexes, which the semantics say nothing of: Microsoft's documentation does. */
final class SyncRules {
    private SyncRules() {}

    static void addTo(Rules rules) {
        events(rules.section("sync"));
        semaphores(rules);
        mutexes(rules);
        names(rules);
    }

    /** Creates something; returns its handle and checks the last error. */
    private static int made(Bench b, int lastError, IntSupplier create) {
        int handle = b.created(create);
        assertThat(b.win.getLastError()).as("last error after a create").isEqualTo(lastError);
        return handle;
    }

    private static void events(Rules rules) {
        rules.win32(D, "an event of manual reset lets all pass until it is reset", b -> {
            int event = made(b, 0, () -> b.win.createEvent(null, true, false, null));
            b.waits(WAIT_TIMEOUT, () -> b.win.waitForSingleObject(event, 0));
            b.ok(() -> b.win.setEvent(event));
            b.waits(WAIT_OBJECT_0, () -> b.win.waitForSingleObject(event, 0));
            b.waits(WAIT_OBJECT_0, () -> b.win.waitForSingleObject(event, 0));
            b.ok(() -> b.win.resetEvent(event));
            b.waits(WAIT_TIMEOUT, () -> b.win.waitForSingleObject(event, 0));
        });
        rules.win32(D, "an event of automatic reset lets one pass", b -> {
            int event = made(b, 0, () -> b.win.createEvent(null, false, true, null));
            b.waits(WAIT_OBJECT_0, () -> b.win.waitForSingleObject(event, 0));
            b.waits(WAIT_TIMEOUT, () -> b.win.waitForSingleObject(event, 0));
        });
        rules.win32(D, "set of what is no event is 6", b -> {
            int receiver = b.receiver();
            b.fails(6, () -> b.win.setEvent(receiver));
            b.fails(6, () -> b.win.setEvent(-1));
            b.fails(6, () -> b.win.resetEvent(0));
        });
        rules.win32(D, "set without EVENT_MODIFY_STATE is 5, a wait without SYNCHRONIZE too", b -> {
            int event = b.win.createEvent(null, true, true, null);
            int waits = b.duplicate(event, SYNCHRONIZE);
            int sets = b.duplicate(event, EVENT_MODIFY_STATE);
            b.fails(5, () -> b.win.setEvent(waits));
            b.fails(5, () -> b.win.resetEvent(waits));
            b.ok(() -> b.win.setEvent(sets));
            b.failsWait(5, () -> b.win.waitForSingleObject(sets, 0));
        });
        rules.win32(
                D,
                "attributes make the handle inheritable",
                b -> assertThat(b.flags(b.win.createEvent(INHERIT, true, true, null)))
                        .isEqualTo(1));
    }

    private static void semaphores(Rules rules) {
        rules.win32(D, "a semaphore counts", b -> {
            int semaphore = made(b, 0, () -> b.win.createSemaphore(null, 1, 3, null));
            b.waits(WAIT_OBJECT_0, () -> b.win.waitForSingleObject(semaphore, 0));
            b.waits(WAIT_TIMEOUT, () -> b.win.waitForSingleObject(semaphore, 0));
            IntRef before = new IntRef(77);
            b.ok(() -> b.win.releaseSemaphore(semaphore, 2, before));
            assertThat(before.value).isZero();
            b.ok(() -> b.win.releaseSemaphore(semaphore, 1, before));
            assertThat(before.value).isEqualTo(2);
            b.ok(() -> b.win.closeHandle(semaphore));
        });
        rules.win32(D, "release over the maximum is 298, and adds nothing", b -> {
            int semaphore = b.win.createSemaphore(null, 2, 3, null);
            IntRef before = new IntRef(77);
            b.fails(298, () -> b.win.releaseSemaphore(semaphore, 2, before));
            assertThat(before.value).isEqualTo(77);
            b.ok(() -> b.win.releaseSemaphore(semaphore, 1, null));
        });
        rules.win32(D, "release of less than 1 is 87", b -> {
            int semaphore = b.win.createSemaphore(null, 2, 3, null);
            b.fails(87, () -> b.win.releaseSemaphore(semaphore, 0, null));
            b.fails(87, () -> b.win.releaseSemaphore(semaphore, -1, null));
        });
        int[][] impossible = {{-1, 1}, {2, 1}, {0, 0}, {0, -1}};
        for (int[] counts : impossible) {
            rules.win32(
                    D,
                    "a semaphore that begins with " + counts[0] + " of " + counts[1] + " is 87",
                    b -> b.failsNull(87, () -> b.win.createSemaphore(null, counts[0], counts[1], null)));
        }
    }

    private static void mutexes(Rules rules) {
        rules.win32(D, "its owner may wait again, and releases as often", b -> {
            int mutex = made(b, 0, () -> b.win.createMutex(null, true, null));
            b.waits(WAIT_OBJECT_0, () -> b.win.waitForSingleObject(mutex, 0));
            b.ok(() -> b.win.releaseMutex(mutex));
            assertThat(inAnotherThread(() -> b.win.waitForSingleObject(mutex, 0)))
                    .isEqualTo(WAIT_TIMEOUT);
            b.ok(() -> b.win.releaseMutex(mutex));
            b.fails(288, () -> b.win.releaseMutex(mutex));
        });
        rules.win32(D, "a thread that does not own it cannot release it: 288", b -> {
            int mutex = b.win.createMutex(null, true, null);
            assertThat(inAnotherThread(() -> b.win.releaseMutex(mutex) ? 0 : b.win.getLastError()))
                    .isEqualTo(288);
            b.ok(() -> b.win.releaseMutex(mutex));
        });
        rules.win32(D, "release of what is no mutex is 6", b -> {
            int event = b.win.createEvent(null, true, true, null);
            b.fails(6, () -> b.win.releaseMutex(event));
        });
        rules.win32(D, "the next owner after a killed one gets WAIT_ABANDONED, the one after not", b -> {
            String name = "abandoned";
            Child owner = b.stranger();
            owner.run(c -> owned(c.kernel(), name));
            int mutex = b.created(() -> b.win.openMutex(MUTEX_ALL_ACCESS, false, name));
            int process = b.created(() -> b.win.openProcess(PROCESS_ALL_ACCESS, false, (int) owner.pid()));
            b.waits(WAIT_TIMEOUT, () -> b.win.waitForSingleObject(mutex, 0));
            owner.kill();
            int[] both = {b.win.createEvent(null, true, false, null), mutex};
            b.waits(WAIT_ABANDONED_0 + 1, () -> b.win.waitForMultipleObjects(2, both, false, INFINITE));
            b.ok(() -> b.win.releaseMutex(mutex));
            b.waits(WAIT_OBJECT_0, () -> b.win.waitForSingleObject(mutex, 0));
            b.ok(() -> b.win.releaseMutex(mutex));
            b.waits(WAIT_OBJECT_0, () -> b.win.waitForSingleObject(process, 30_000));
        });
        rules.win32(D, "a wait for all that gets an abandoned mutex is WAIT_ABANDONED_0, without an index", b -> {
            String name = "abandoned for all";
            Child owner = b.stranger();
            owner.run(c -> owned(c.kernel(), name));
            int mutex = b.created(() -> b.win.openMutex(MUTEX_ALL_ACCESS, false, name));
            int[] both = {b.win.createEvent(null, true, true, null), mutex};
            owner.kill();
            b.waits(WAIT_ABANDONED_0, () -> b.win.waitForMultipleObjects(2, both, true, 30_000));
            b.waits(WAIT_OBJECT_0, () -> b.win.waitForMultipleObjects(2, both, true, 0));
        });
    }

    private static void owned(Kernel kernel, String name) {
        kernel.synchronization()
                .createMutex(MutexOptions.defaults().withName(name).withInitiallyOwned(true));
    }

    private static int inAnotherThread(IntSupplier call) throws Exception {
        return CompletableFuture.supplyAsync(call::getAsInt).get(30, TimeUnit.SECONDS);
    }

    private static void names(Rules rules) {
        rules.win32(D, "the prefixes Local and Global distinguish letter case; other paths are 3", b -> {
            made(b, 0, () -> b.win.createEvent(null, true, true, "Global\\prefixed"));
            made(b, 183, () -> b.win.createEvent(null, true, true, "Local\\prefixed"));
            b.failsNull(3, () -> b.win.createEvent(null, true, true, "GLOBAL\\prefixed"));
            b.failsNull(3, () -> b.win.openEvent(SYNCHRONIZE, false, "local\\prefixed"));
        });
        rules.win32(R, "creating with an empty name is creating without one; no such name can be opened: 3", b -> {
            int first = made(b, 0, () -> b.win.createMutex(null, true, ""));
            int second = made(b, 0, () -> b.win.createMutex(null, true, ""));
            assertThat(second).isNotEqualTo(first);
            made(b, 0, () -> b.win.createEvent(null, true, true, ""));
            made(b, 0, () -> b.win.createSemaphore(null, 0, 1, ""));
            b.failsNull(3, () -> b.win.openMutex(MUTEX_ALL_ACCESS, false, ""));
        });
        rules.win32(D, "create of a name that exists opens it, and says 183", b -> {
            int first = made(b, 0, () -> b.win.createEvent(null, true, true, "twice"));
            int second = made(b, 183, () -> b.win.createEvent(null, false, false, "twice"));
            assertThat(second).isNotEqualTo(first);
            b.ok(() -> b.win.resetEvent(first));
            b.waits(WAIT_TIMEOUT, () -> b.win.waitForSingleObject(second, 0));
        });
        rules.win32(D, "create of another process's name opens it", b -> {
            int theirs = b.child().call(win -> win.createEvent(null, true, false, "shared"));
            int mine = made(b, 183, () -> b.win.createEvent(null, true, false, "shared"));
            b.ok(() -> b.win.setEvent(mine));
            assertThat(b.child().call(win -> win.waitForSingleObject(theirs, 0)))
                    .isZero();
            b.child().close(theirs);
        });
        rules.win32(D, "a name of another type of object is 6", b -> {
            b.win.createEvent(null, true, true, "event");
            b.failsNull(6, () -> b.win.createMutex(null, true, "event"));
            b.failsNull(6, () -> b.win.openSemaphore(SEMAPHORE_ALL_ACCESS, false, "event"));
        });
        rules.win32(D, "open of a missing name is 2", b -> {
            b.failsNull(2, () -> b.win.openEvent(EVENT_ALL_ACCESS, false, "missing"));
            b.failsNull(2, () -> b.win.openSemaphore(SEMAPHORE_ALL_ACCESS, false, "missing"));
            b.failsNull(2, () -> b.win.openMutex(MUTEX_ALL_ACCESS, false, "missing"));
        });
        rules.win32(
                W, "open of null is 87", b -> b.failsNull(87, () -> b.win.openMutex(MUTEX_ALL_ACCESS, false, null)));
        rules.win32(D, "the case of letters distinguishes these names", b -> {
            made(b, 0, () -> b.win.createMutex(null, false, "case"));
            made(b, 0, () -> b.win.createMutex(null, false, "CASE"));
        });
        rules.win32(P, "Local\\ and Global\\ mean the same home", b -> {
            made(b, 0, () -> b.win.createMutex(null, false, "Local\\m"));
            made(b, 183, () -> b.win.createMutex(null, false, "Global\\m"));
        });
        rules.win32(D, "open gives the rights that were asked for", b -> {
            b.win.createEvent(null, true, true, "rights");
            int waits = b.created(() -> b.win.openEvent(SYNCHRONIZE, false, "rights"));
            b.waits(WAIT_OBJECT_0, () -> b.win.waitForSingleObject(waits, 0));
            b.fails(5, () -> b.win.resetEvent(waits));
            int inherits = b.created(() -> b.win.openEvent(EVENT_ALL_ACCESS, true, "rights"));
            assertThat(b.flags(inherits)).isEqualTo(1);
        });
    }
}
