package io.mailslot.it.win32;

import static io.mailslot.it.win32.Tag.D;
import static io.mailslot.it.win32.Tag.P;
import static io.mailslot.it.win32.Tag.R;
import static io.mailslot.it.win32.Tag.W;
import static io.mailslot.it.win32.Tag.X;
import static io.mailslot.win32.Win32Constants.INFINITE;
import static io.mailslot.win32.Win32Constants.PROCESS_QUERY_INFORMATION;
import static io.mailslot.win32.Win32Constants.WAIT_FAILED;
import static io.mailslot.win32.Win32Constants.WAIT_OBJECT_0;
import static io.mailslot.win32.Win32Constants.WAIT_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.api.Timeouts;
import io.mailslot.win32.Win32;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;

/** Sections 17 and 18: waits, and the last error. */
final class WaitRules {
    private WaitRules() {}

    static void addTo(Rules rules) {
        single(rules.section("17"));
        refused(rules);
        any(rules);
        all(rules);
        mailslots(rules);
        ends(rules);
        lastError(rules.section("18"));
    }

    private static int event(Bench b, boolean set) {
        return b.win.createEvent(null, true, set, null);
    }

    private static void single(Rules rules) {
        rules.win32(
                D,
                "a process that runs is not signaled",
                b -> b.waits(WAIT_TIMEOUT, () -> b.win.waitForSingleObject(b.process(), 0)));
        rules.win32(D, "a process that has ended is signaled for ever", b -> {
            int process = b.ended(0);
            for (int i = 0; i < 3; i++) {
                b.waits(WAIT_OBJECT_0, () -> b.win.waitForSingleObject(process, INFINITE));
            }
        });
        rules.java(D, "a process that has ended is signaled for ever", b -> {
            int process = b.ended(0);
            assertThat(b.kernel.waitFor(Duration.ZERO, process).signaled()).isTrue();
            assertThat(b.kernel.waitFor(Duration.ZERO, process).signaled()).isTrue();
        });
        rules.win32(W, "a wait that runs out of time takes that long, and leaves the last error", b -> {
            int event = event(b, false);
            long start = System.nanoTime();
            b.waits(WAIT_TIMEOUT, () -> b.win.waitForSingleObject(event, 50));
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(50));
        });
        rules.win32(
                W,
                "-1 with 0 ms is a timeout: the caller is alive",
                b -> b.waits(WAIT_TIMEOUT, () -> b.win.waitForSingleObject(-1, 0)));
        rules.win32(W, "an invalid, null or closed handle is 6", b -> {
            int closed = event(b, true);
            b.ok(() -> b.win.closeHandle(closed));
            for (int handle : new int[] {Bench.NEVER_OPEN, 0, closed}) {
                b.failsWait(6, () -> b.win.waitForSingleObject(handle, 0));
            }
        });
        rules.win32(W, "other pseudo handles are 6", b -> {
            for (int handle = -6; handle <= -3; handle++) {
                int pseudo = handle;
                b.failsWait(6, () -> b.win.waitForSingleObject(pseudo, 0));
            }
        });
        rules.win32(D, "without SYNCHRONIZE it is 5", b -> {
            int process = b.duplicate(b.process(), PROCESS_QUERY_INFORMATION);
            b.failsWait(5, () -> b.win.waitForSingleObject(process, 0));
        });
        rules.java(D, "without SYNCHRONIZE it is 5", b -> {
            int process = b.duplicate(b.process(), PROCESS_QUERY_INFORMATION);
            b.throwsCode(5, () -> b.kernel.waitFor(Duration.ZERO, process));
        });
    }

    private static void refused(Rules rules) {
        for (boolean all : new boolean[] {false, true}) {
            String kind = all ? "all" : "any";
            rules.win32(W, "wait for " + kind + ": a pseudo handle in any position is 6, others signaled or not", b -> {
                int event = event(b, true);
                b.failsWait(6, () -> b.win.waitForMultipleObjects(2, new int[] {-1, event}, all, 0));
                b.failsWait(6, () -> b.win.waitForMultipleObjects(2, new int[] {event, -1}, all, 0));
            });
            rules.win32(
                    D,
                    "wait for " + kind + " of none is 87",
                    b -> b.failsWait(87, () -> b.win.waitForMultipleObjects(0, new int[0], all, 0)));
            rules.win32(
                    X,
                    "wait for " + kind + " of 65 is 87, before a look at the handles",
                    b -> b.failsWait(87, () -> b.win.waitForMultipleObjects(65, new int[65], all, 0)));
            rules.win32(W, "wait for " + kind + " of 64 is possible", b -> {
                int[] events = new int[64];
                Arrays.setAll(events, i -> event(b, true));
                b.waits(WAIT_OBJECT_0, () -> b.win.waitForMultipleObjects(64, events, all, 0));
            });
            rules.win32(
                    R, "wait for " + kind + ": an invalid handle among signaled ones is 6, and takes nothing", b -> {
                        int event = b.win.createEvent(null, false, true, null);
                        b.failsWait(
                                6, () -> b.win.waitForMultipleObjects(2, new int[] {event, Bench.NEVER_OPEN}, all, 0));
                        b.waits(WAIT_OBJECT_0, () -> b.win.waitForSingleObject(event, 0));
                    });
            rules.win32(P, "wait for " + kind + ": an array shorter than said is 998", b -> {
                b.failsWait(998, () -> b.win.waitForMultipleObjects(2, new int[1], all, 0));
                b.failsWait(998, () -> b.win.waitForMultipleObjects(1, null, all, 0));
            });
        }
        rules.win32(D, "wait for all with one object twice is 87", b -> {
            int event = event(b, true);
            b.failsWait(87, () -> b.win.waitForMultipleObjects(2, new int[] {event, event}, true, 0));
            int duplicate = b.duplicate(event);
            b.failsWait(87, () -> b.win.waitForMultipleObjects(2, new int[] {event, duplicate}, true, 0));
        });
        rules.java(D, "wait for all with one object twice is 87", b -> {
            int event = event(b, true);
            b.throwsCode(87, () -> b.kernel.waitForAll(Duration.ZERO, event, event));
        });
        rules.java(
                W,
                "wait for several with the pseudo handle is 6",
                b -> b.throwsCode(6, () -> b.kernel.waitForAny(Duration.ZERO, event(b, true), -1)));
        rules.java(
                D,
                "wait for none is 87",
                b -> b.throwsCode(87, () -> b.kernel.waitForAny(Timeouts.FOREVER, new int[0])));
    }

    private static void any(Rules rules) {
        rules.win32(W, "wait for any returns the lowest index, and leaves the others", b -> {
            int off = event(b, false);
            int first = b.win.createEvent(null, false, true, null);
            int second = b.win.createEvent(null, false, true, null);
            int[] handles = {off, first, second};
            b.waits(1, () -> b.win.waitForMultipleObjects(3, handles, false, 0));
            b.waits(2, () -> b.win.waitForMultipleObjects(3, handles, false, 0));
            b.waits(WAIT_TIMEOUT, () -> b.win.waitForMultipleObjects(3, handles, false, 0));
        });
        rules.win32(R, "wait for any with one object twice returns the lowest index", b -> {
            int event = event(b, true);
            b.waits(0, () -> b.win.waitForMultipleObjects(2, new int[] {event, event}, false, 0));
        });
        rules.win32(D, "wait for any is woken by the end of a process", b -> {
            int[] both = {event(b, false), b.ended(0)};
            b.waits(1, () -> b.win.waitForMultipleObjects(2, both, false, INFINITE));
        });
        rules.win32(D, "only the first count handles are looked at", b -> {
            int[] handles = {event(b, false), Bench.NEVER_OPEN};
            b.waits(WAIT_TIMEOUT, () -> b.win.waitForMultipleObjects(1, handles, false, 0));
        });
    }

    private static void all(Rules rules) {
        rules.win32(D, "wait for all takes nothing until all are signaled at once", b -> {
            int one = b.win.createEvent(null, false, true, null);
            int other = b.win.createEvent(null, false, false, null);
            int[] both = {one, other};
            b.waits(WAIT_TIMEOUT, () -> b.win.waitForMultipleObjects(2, both, true, 10));
            b.waits(WAIT_OBJECT_0, () -> b.win.waitForSingleObject(one, 0));
            b.ok(() -> b.win.setEvent(one));
            b.ok(() -> b.win.setEvent(other));
            b.waits(WAIT_OBJECT_0, () -> b.win.waitForMultipleObjects(2, both, true, INFINITE));
            b.waits(WAIT_TIMEOUT, () -> b.win.waitForMultipleObjects(2, both, false, 0));
        });
        rules.win32(D, "wait for all of two processes that have ended", b -> {
            int[] both = {b.ended(1), b.ended(2)};
            b.waits(WAIT_OBJECT_0, () -> b.win.waitForMultipleObjects(2, both, true, INFINITE));
        });
    }

    private static void mailslots(Rules rules) {
        rules.win32(P, "a receiver is signaled while it has an unread message", b -> {
            String name = b.name();
            int receiver = b.receiver(name);
            b.waits(WAIT_TIMEOUT, () -> b.win.waitForSingleObject(receiver, 0));
            b.write(b.sender(name), "m");
            b.waits(WAIT_OBJECT_0, () -> b.win.waitForSingleObject(receiver, INFINITE));
            b.waits(WAIT_OBJECT_0, () -> b.win.waitForSingleObject(receiver, 0));
            b.read(receiver);
            b.waits(WAIT_TIMEOUT, () -> b.win.waitForSingleObject(receiver, 0));
        });
        rules.win32(P, "a sender cannot be waited on: 6", b -> {
            String name = b.name();
            b.receiver(name);
            int sender = b.sender(name);
            b.failsWait(6, () -> b.win.waitForSingleObject(sender, 0));
            b.failsWait(6, () -> b.win.waitForMultipleObjects(1, new int[] {sender}, false, 0));
        });
        rules.java(P, "a sender cannot be waited on: 6", b -> {
            String name = b.name();
            b.receiver(name);
            int sender = b.sender(name);
            b.throwsCode(6, () -> b.kernel.waitFor(Duration.ZERO, sender));
        });
        rules.win32(P, "a message, or the end of a process, whichever comes first", b -> {
            String name = b.name();
            int receiver = b.receiver(name);
            int[] both = {receiver, b.process()};
            int sender = b.sender(name);
            CompletableFuture<Integer> waits =
                    CompletableFuture.supplyAsync(() -> b.win.waitForMultipleObjects(2, both, false, INFINITE));
            b.write(sender, "m");
            assertThat(waits.get(30, TimeUnit.SECONDS)).isZero();
        });
    }

    private static void ends(Rules rules) {
        rules.win32(P, "an interrupt ends a wait with 995, and takes nothing", b -> {
            int event = b.win.createEvent(null, false, false, null);
            Thread.currentThread().interrupt();
            b.failsWait(995, () -> b.win.waitForSingleObject(event, INFINITE));
            assertThat(Thread.interrupted()).isTrue();
        });
        rules.win32(P, "closing the handle ends the wait on it with 6", b -> {
            int event = event(b, false);
            CompletableFuture<Integer> error = CompletableFuture.supplyAsync(
                    () -> b.win.waitForSingleObject(event, 30_000) == WAIT_FAILED ? b.win.getLastError() : 0);
            b.ok(() -> b.win.closeHandle(event));
            assertThat(error.get(30, TimeUnit.SECONDS)).isEqualTo(6);
        });
    }

    private static void lastError(Rules rules) {
        rules.win32(X, "the last error is each thread's own", b -> {
            b.win.setLastError(1);
            CompletableFuture.runAsync(() -> {
                        b.win.setLastError(2);
                        b.win.closeHandle(0);
                    })
                    .get(30, TimeUnit.SECONDS);
            assertThat(b.win.getLastError()).isEqualTo(1);
        });
        rules.win32(P, "it is the thread's, whatever the instance", b -> {
            new Win32(b.kernel).setLastError(4_711);
            assertThat(b.win.getLastError()).isEqualTo(4_711);
        });
        rules.win32(W, "successful calls leave it alone", b -> {
            String name = b.name();
            int receiver = b.receiver(name);
            b.win.setLastError(4_711);
            IntUnaryOperator same = value -> b.win.getLastError();
            assertThat(same.applyAsInt(b.win.createFile(name, 0, 3, null, 3, 0, 0)))
                    .isEqualTo(4_711);
            b.win.getMailslotInfo(receiver, null, null, null, null);
            b.win.closeHandle(receiver);
            assertThat(b.win.getLastError()).isEqualTo(4_711);
        });
    }
}
