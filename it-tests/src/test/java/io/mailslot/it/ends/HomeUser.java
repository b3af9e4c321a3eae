package io.mailslot.it.ends;

import io.mailslot.Kernel;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.Event;
import io.mailslot.api.EventOptions;
import io.mailslot.api.Inheritance;
import io.mailslot.api.MailslotException;
import io.mailslot.api.Mutex;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Semaphore;
import io.mailslot.api.SemaphoreOptions;
import io.mailslot.api.Sender;
import io.mailslot.api.Timeouts;
import io.mailslot.internal.memory.MappedFaults;
import io.mailslot.testkit.ChildContext;
import io.mailslot.win32.Win32;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Uses a home that is damaged meanwhile: makes its calls again and again until all of them fail, and tells the code of each.
 * Anything but a typed failure is one of the test. Waits go on while the home is damaged; other calls stand still until the test
 * lets them go on: a page that goes in the instant before a compare-and-set ends the JVM.
 */
final class HomeUser {
    /** The point at which the home is damaged. */
    static final String READY = "ready";

    private static final Duration SHORT = Duration.ofMillis(30);
    private static final int TOO_LATE = -1;

    /** From then on threads sleep for as long as they ever do. */
    private static final Duration UNTIL_ASLEEP = Duration.ofSeconds(5);

    /** Not enough for the compiler: an interpreted compare-and-set on a page that is gone ends the JVM. */
    private static final int WARM_UP = 3;

    private final Kernel kernel = Kernel.attach();
    private final Win32 win = new Win32(kernel);
    private final Event event = kernel.synchronization().createEvent(EventOptions.defaults());
    private final Mutex mutex = kernel.synchronization().createMutex(MutexOptions.defaults());
    private final Semaphore semaphore = kernel.synchronization().createSemaphore(SemaphoreOptions.of(0, 9));
    private final Receiver receiver = kernel.createMailslot("slot");
    private final Sender sender = kernel.openMailslot("slot");

    /** The code of each call, by its name. */
    static LinkedHashMap<String, Integer> use(ChildContext c, String role) throws InterruptedException {
        HomeUser user = new HomeUser();
        return role.equals("sleeps") ? user.sleep(c) : user.call(c, role);
    }

    private LinkedHashMap<String, Integer> call(ChildContext c, String role) throws InterruptedException {
        Map<String, Runnable> calls = role.equals("waits") ? waits(SHORT) : calls();
        for (int i = 0; i < WARM_UP; i++) {
            calls.values().forEach(HomeUser::code);
        }
        if (role.equals("calls")) {
            c.hold(READY);
        } else {
            c.reached(READY);
        }
        LinkedHashMap<String, Integer> codes = new LinkedHashMap<>();
        while (codes.isEmpty() || codes.containsValue(0) || codes.containsValue(TOO_LATE)) {
            calls.forEach((name, call) -> codes.put(name, code(call)));
        }
        return codes;
    }

    /** Waits without limit, each in a thread that was asleep for long when the home is damaged. */
    private LinkedHashMap<String, Integer> sleep(ChildContext c) {
        Map<String, CompletableFuture<Integer>> asleep = new LinkedHashMap<>();
        waits(Timeouts.FOREVER)
                .forEach((name, wait) -> asleep.put(
                        name, CompletableFuture.supplyAsync(() -> code(wait), work -> new Thread(work, name).start())));
        CompletableFuture<?> any = CompletableFuture.anyOf(asleep.values().toArray(CompletableFuture<?>[]::new));
        any.completeOnTimeout(null, UNTIL_ASLEEP.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        c.reached(READY);
        LinkedHashMap<String, Integer> codes = new LinkedHashMap<>();
        asleep.forEach((name, code) -> codes.put(name, code.join()));
        return codes;
    }

    /** What compiled code read of a page that is gone, the JVM may tell only when the call has returned. */
    private static int code(Runnable call) {
        try {
            int code = codeOf(call);
            MappedFaults.throwNow();
            return code;
        } catch (InternalError late) {
            return TOO_LATE;
        }
    }

    private static int codeOf(Runnable call) {
        try {
            call.run();
            return 0;
        } catch (MailslotException e) {
            return e.errorCode().value();
        }
    }

    private Map<String, Runnable> waits(Duration limit) {
        Map<String, Runnable> calls = new LinkedHashMap<>();
        calls.put("all", () -> kernel.waitForAll(limit, event.handle(), mutex.handle()));
        calls.put("any", () -> kernel.waitForAny(limit, event.handle(), semaphore.handle()));
        calls.put("single", () -> kernel.waitFor(limit, event.handle()));
        calls.put("read", () -> receiver.read(limit));
        return calls;
    }

    private Map<String, Runnable> calls() {
        Map<String, Runnable> calls = new LinkedHashMap<>();
        calls.put("write", () -> sender.write(new byte[5]));
        calls.put("poll", receiver::poll);
        calls.put("info", receiver::info);
        calls.put("handles", kernel::handles);
        calls.put("describe", () -> kernel.describe(event.handle()));
        calls.put("set", event::set);
        calls.put("reset", event::reset);
        calls.put("create", () -> kernel.createMailslot("other").close());
        calls.put("open", () -> kernel.openMailslot("slot").close());
        calls.put("duplicate", () -> kernel.closeHandle(kernel.duplicate(event.handle(), DuplicateOptions.defaults())));
        calls.put("flags", () -> event.setFlags(Set.of(), Set.of()));
        calls.put(
                "start",
                () -> kernel.createProcess(new ProcessBuilder("true"), Inheritance.none())
                        .close());
        calls.put("wait", () -> kernel.waitFor(Duration.ZERO, event.handle()));
        calls.put("facade", () -> {
            if (!win.setEvent(event.handle())) {
                throw new Refused(win.getLastError());
            }
        });
        return calls;
    }

    /** A failure of the facade, as one of the library. */
    private static final class Refused extends MailslotException {
        private static final long serialVersionUID = 1;

        Refused(int code) {
            super(
                    Arrays.stream(ErrorCode.values())
                            .filter(known -> known.value() == code)
                            .findFirst()
                            .orElseThrow(),
                    "the facade");
        }
    }
}
