package io.mailslot.it.harness;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.EventOptions;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.SemaphoreOptions;
import io.mailslot.api.SyncObject;
import io.mailslot.api.WaitResult;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The commands of an {@link Agent} that work on events, semaphores and mutexes, and that wait. All run in one thread, the
 * main one, which is what owns mutexes.
 */
final class AgentSync {
    static final Set<String> COMMANDS =
            Set.of("event", "semaphore", "mutex", "opensync", "set", "reset", "release", "unlock", "any", "all");

    private final Kernel kernel;

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
        EventOptions unnamed = EventOptions.defaults()
                .withManualReset(flag(arguments, 1))
                .withInitiallySet(flag(arguments, 2))
                .withInheritable(flag(arguments, 3));
        EventOptions options = name(arguments).map(unnamed::withName).orElse(unnamed);
        return told(kernel.synchronization().createEvent(options));
    }

    private Map<String, ?> semaphore(List<String> arguments) {
        SemaphoreOptions unnamed =
                SemaphoreOptions.of(number(arguments, 1), number(arguments, 2)).withInheritable(flag(arguments, 3));
        SemaphoreOptions options = name(arguments).map(unnamed::withName).orElse(unnamed);
        return told(kernel.synchronization().createSemaphore(options));
    }

    private Map<String, ?> mutex(List<String> arguments) {
        MutexOptions unnamed =
                MutexOptions.defaults().withInitiallyOwned(flag(arguments, 1)).withInheritable(flag(arguments, 2));
        MutexOptions options = name(arguments).map(unnamed::withName).orElse(unnamed);
        return told(kernel.synchronization().createMutex(options));
    }

    private Map<String, ?> open(List<String> arguments) {
        String name = arguments.get(1);
        ObjectOpenOptions options = arguments.size() < 3
                ? ObjectOpenOptions.defaults()
                : ObjectOpenOptions.of(Arrays.stream(arguments.get(2).split(","))
                        .map(AccessRight::valueOf)
                        .toArray(AccessRight[]::new));
        return told(
                switch (arguments.get(0)) {
                    case "event" -> kernel.synchronization().openEvent(name, options);
                    case "semaphore" -> kernel.synchronization().openSemaphore(name, options);
                    case "mutex" -> kernel.synchronization().openMutex(name, options);
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
}
