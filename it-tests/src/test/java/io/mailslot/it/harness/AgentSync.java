package io.mailslot.it.harness;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.EventOptions;
import io.mailslot.api.MailslotException;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.SemaphoreOptions;
import io.mailslot.api.SyncObject;
import io.mailslot.api.WaitResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/**
 * The commands of an {@link Agent} that work on events, semaphores and mutexes, and that wait. All but those of a crowd
 * run in one thread, the main one, which is what owns mutexes.
 */
final class AgentSync {
    static final Set<String> COMMANDS = Set.of(
            "event",
            "semaphore",
            "mutex",
            "opensync",
            "set",
            "reset",
            "release",
            "unlock",
            "any",
            "all",
            "own",
            "crowd",
            "gather",
            "later");

    private final Kernel kernel;
    private final List<CompletableFuture<WaitResult>> crowd = new ArrayList<>();

    AgentSync(Kernel kernel) {
        this.kernel = kernel;
    }

    Map<String, ?> execute(String command, List<String> arguments) {
        return switch (command) {
            case "event" -> event(arguments);
            case "semaphore" -> semaphore(arguments);
            case "mutex" -> mutex(arguments);
            case "opensync" -> open(arguments);
            case "set" ->
                done(() -> kernel.synchronization().event(number(arguments, 0)).set());
            case "reset" ->
                done(() -> kernel.synchronization().event(number(arguments, 0)).reset());
            case "release" ->
                Map.of(
                        "before",
                        kernel.synchronization().semaphore(number(arguments, 0)).release(number(arguments, 1)));
            case "unlock" ->
                done(() -> kernel.synchronization().mutex(number(arguments, 0)).release());
            case "any" -> wait(false, arguments);
            case "all" -> wait(true, arguments);
            case "own" -> own(number(arguments, 0));
            case "crowd" -> crowd(number(arguments, 0), number(arguments, 1));
            case "gather" -> gather();
            case "later" -> later(number(arguments, 0));
            default -> throw new IllegalArgumentException("no such command: " + command);
        };
    }

    private static Map<String, ?> done(Runnable action) {
        action.run();
        return Map.of();
    }

    private static int number(List<String> arguments, int index) {
        return Integer.parseInt(arguments.get(index));
    }

    private static boolean flag(List<String> arguments, int index) {
        return Boolean.parseBoolean(arguments.get(index));
    }

    private static Optional<String> name(List<String> arguments) {
        return Optional.of(arguments.get(0)).filter(name -> !name.isEmpty());
    }

    private Map<String, ?> event(List<String> arguments) {
        return told(kernel.synchronization()
                .createEvent(
                        new EventOptions(name(arguments), flag(arguments, 1), flag(arguments, 2), flag(arguments, 3))));
    }

    private Map<String, ?> semaphore(List<String> arguments) {
        return told(kernel.synchronization()
                .createSemaphore(new SemaphoreOptions(
                        name(arguments), number(arguments, 1), number(arguments, 2), flag(arguments, 3))));
    }

    private Map<String, ?> mutex(List<String> arguments) {
        return told(kernel.synchronization()
                .createMutex(new MutexOptions(name(arguments), flag(arguments, 1), flag(arguments, 2))));
    }

    private Map<String, ?> open(List<String> arguments) {
        String name = arguments.get(1);
        Set<AccessRight> access = arguments.size() < 3
                ? EnumSet.of(AccessRight.SYNCHRONIZE, AccessRight.MODIFY_STATE)
                : Arrays.stream(arguments.get(2).split(","))
                        .map(AccessRight::valueOf)
                        .collect(Collectors.toSet());
        return told(
                switch (arguments.get(0)) {
                    case "event" -> kernel.synchronization().openEvent(name, access, false);
                    case "semaphore" -> kernel.synchronization().openSemaphore(name, access, false);
                    case "mutex" -> kernel.synchronization().openMutex(name, access, false);
                    default -> throw new IllegalArgumentException("no such type: " + arguments.get(0));
                });
    }

    private static Map<String, ?> told(SyncObject object) {
        return Map.of("handle", object.handle(), "existed", object.existed());
    }

    private Map<String, ?> wait(boolean all, List<String> arguments) {
        Duration timeout = AgentMailslots.timeout(arguments.get(0));
        int[] handles = arguments.stream().skip(1).mapToInt(Integer::parseInt).toArray();
        long start = System.nanoTime();
        WaitResult result = all ? kernel.waitForAll(timeout, handles) : kernel.waitForAny(timeout, handles);
        return Map.of(
                "outcome",
                result.outcome(),
                "index",
                result.index(),
                "waited",
                (System.nanoTime() - start) / 1_000_000);
    }

    /** Waits for a mutex and gives it back. */
    private Map<String, ?> own(int handle) {
        WaitResult result = kernel.waitForSingle(handle, Deadline.PATIENCE);
        kernel.synchronization().mutex(handle).release();
        return Map.of("outcome", result.outcome());
    }

    /** Reads without a thread. */
    private Map<String, ?> later(int handle) {
        try {
            return Map.of(
                    "size", kernel.receiver(handle).readAsync(Runnable::run).join().length);
        } catch (CompletionException e) {
            throw e.getCause() instanceof MailslotException refusal ? refusal : e;
        }
    }

    private Map<String, ?> crowd(int handle, int size) {
        for (int i = 0; i < size; i++) {
            CompletableFuture<WaitResult> end = new CompletableFuture<>();
            crowd.add(end);
            Thread thread = new Thread(() -> end.complete(kernel.waitForSingle(handle, Deadline.PATIENCE)), "crowd");
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler((failed, failure) -> end.completeExceptionally(failure));
            thread.start();
        }
        return Map.of();
    }

    /** How many of the crowd's waits ended well; returns when all have ended. */
    private Map<String, ?> gather() {
        long signaled = crowd.stream().filter(end -> end.join().signaled()).count();
        crowd.clear();
        return Map.of("signaled", signaled);
    }
}
