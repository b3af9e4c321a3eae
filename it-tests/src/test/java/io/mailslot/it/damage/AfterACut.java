package io.mailslot.it.damage;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.Event;
import io.mailslot.api.EventOptions;
import io.mailslot.api.HandleFlag;
import io.mailslot.api.HomeException;
import io.mailslot.api.Mutex;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.ProcessObject;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a child calls again and again until its handle table is cut, so often that it is compiled, and then once more: each call
 * must fail with 1392 then. What it remembers is that of its JVM.
 */
final class AfterACut {
    private static final int CUT = 1392;
    private static final int ROUNDS_AFTER = 4;
    private static final int SELF = Kernel.CURRENT_PROCESS;

    private static AfterACut cut;

    private final Kernel kernel;
    private final Map<String, Runnable> calls = new LinkedHashMap<>();

    private AfterACut(Kernel kernel) {
        this.kernel = kernel;
        Receiver receiver = kernel.createMailslot("mine");
        Sender sender = kernel.openMailslot("mine");
        Event event = kernel.synchronization().createEvent(EventOptions.defaults());
        Mutex mutex =
                kernel.synchronization().createMutex(MutexOptions.defaults().withInitiallyOwned(true));
        Event set = kernel.synchronization()
                .createEvent(EventOptions.defaults().withManualReset(true).withInitiallySet(true));
        int process = kernel.duplicate(SELF, DuplicateOptions.defaults());
        ProcessObject view = kernel.process(process);
        Set<HandleFlag> inherit = EnumSet.of(HandleFlag.INHERIT);
        calls.put("describe", () -> kernel.describe(4));
        calls.put("view.describe", receiver::describe);
        calls.put("handles", kernel::handles);
        calls.put("setFlags", () -> kernel.setFlags(4, inherit, inherit));
        calls.put("view.setFlags", () -> event.setFlags(inherit, inherit));
        calls.put("receiver", () -> kernel.receiver(receiver.handle()));
        calls.put("sender", () -> kernel.sender(sender.handle()));
        calls.put("event", () -> kernel.synchronization().event(event.handle()));
        calls.put("mutex", () -> kernel.synchronization().mutex(mutex.handle()));
        calls.put("receiver.info", receiver::info);
        calls.put("sender.info", sender::info);
        calls.put("setReadTimeout", () -> receiver.setReadTimeout(Duration.ZERO));
        calls.put("exitCode", view::exitCode);
        calls.put("processId", view::processId);
        calls.put("waitForEnd", () -> view.waitForEnd(Duration.ZERO));
        calls.put("waitFor", () -> kernel.waitFor(Duration.ZERO, process));
        calls.put("waitFor, set", () -> kernel.waitFor(Duration.ZERO, set.handle()));
        calls.put("waitForAll, set", () -> kernel.waitForAll(Duration.ZERO, set.handle(), mutex.handle()));
        calls.put("waitForAny", () -> kernel.waitForAny(Duration.ZERO, receiver.handle(), process));
        calls.put("waitForAll", () -> kernel.waitForAll(Duration.ZERO, receiver.handle(), process));
        calls.put("name", event::name);
        calls.put(
                "duplicate and close",
                () -> kernel.closeHandle(kernel.duplicate(event.handle(), DuplicateOptions.defaults())));
        calls.put(
                "duplicate and close there",
                () -> kernel.closeHandleIn(SELF, kernel.duplicate(event.handle(), DuplicateOptions.defaults())));
        calls.put(
                "create event",
                () -> kernel.synchronization()
                        .createEvent(EventOptions.defaults())
                        .close());
        calls.put(
                "open process",
                () -> kernel.openProcess(kernel.processId(), ObjectOpenOptions.of(AccessRight.SYNCHRONIZE))
                        .close());
        calls.put("open mailslot", () -> kernel.openMailslot("mine").close());
    }

    /** Makes all calls so many times, before the cut. */
    static void callAll(Kernel kernel, int rounds) {
        cut = new AfterACut(kernel);
        for (int i = 0; i < rounds; i++) {
            cut.calls.values().forEach(Runnable::run);
        }
    }

    /** The calls, and some that close, which fail in another way than with 1392, or do not, after the cut. */
    static ArrayList<String> whatDoesNotFailAsItShould() {
        cut.calls.put("close", () -> cut.kernel.closeHandle(4));
        cut.calls.put("close there", () -> cut.kernel.closeHandleIn(SELF, 8));
        ArrayList<String> bad = new ArrayList<>();
        for (int i = 0; i < ROUNDS_AFTER; i++) {
            cut.calls.forEach((name, call) -> {
                String outcome = outcome(call);
                if (!outcome.isEmpty()) {
                    bad.add(name + ": " + outcome);
                }
            });
        }
        return bad;
    }

    /** Empty if it fails as it should. */
    private static String outcome(Runnable call) {
        try {
            call.run();
            return "succeeds";
        } catch (HomeException e) {
            return e.errorCode().value() == CUT ? "" : e.toString();
        } catch (RuntimeException | Error e) {
            return e + " in " + List.of(e.getStackTrace()).subList(0, Math.min(6, e.getStackTrace().length));
        }
    }
}
