package io.mailslot.it.model;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.EventOptions;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.ObjectType;
import io.mailslot.api.SemaphoreOptions;
import io.mailslot.api.SyncObject;
import io.mailslot.api.WaitResult;
import io.mailslot.api.WaitResult.Outcome;
import io.mailslot.it.model.Step.Call;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Calls on events, semaphores and mutexes, and waits. */
final class SyncCalls {
    private static final Set<AccessRight> SYNC = EnumSet.of(AccessRight.SYNCHRONIZE, AccessRight.MODIFY_STATE);
    private static final String UNNAMED = "(unnamed)";

    private SyncCalls() {}

    static Call event(String name, boolean manual, boolean set, boolean inheritable) {
        return new Call(
                "event " + name + " manual " + manual + " set " + set + " inheritable " + inheritable,
                (home, caller) ->
                        created(home, caller, name, new ModelObject.Event(shown(name), manual, set), inheritable),
                kernel -> {
                    EventOptions options = EventOptions.defaults()
                            .withManualReset(manual)
                            .withInitiallySet(set)
                            .withInheritable(inheritable);
                    return told(
                            kernel.synchronization().createEvent(name.isEmpty() ? options : options.withName(name)));
                });
    }

    static Call semaphore(String name, int count, int maximum, boolean inheritable) {
        return new Call(
                "semaphore " + name + " " + count + " of " + maximum + " inheritable " + inheritable,
                (home, caller) -> created(
                        home, caller, name, new ModelObject.Semaphore(shown(name), count, maximum), inheritable),
                kernel -> {
                    SemaphoreOptions options =
                            SemaphoreOptions.of(count, maximum).withInheritable(inheritable);
                    return told(kernel.synchronization()
                            .createSemaphore(name.isEmpty() ? options : options.withName(name)));
                });
    }

    static Call mutex(String name, boolean owned, boolean inheritable) {
        return new Call(
                "mutex " + name + " owned " + owned + " inheritable " + inheritable,
                (home, caller) -> created(
                        home, caller, name, new ModelObject.Mutex(shown(name), owned ? caller : null), inheritable),
                kernel -> {
                    MutexOptions options =
                            MutexOptions.defaults().withInitiallyOwned(owned).withInheritable(inheritable);
                    return told(
                            kernel.synchronization().createMutex(name.isEmpty() ? options : options.withName(name)));
                });
    }

    private static String shown(String name) {
        return name.isEmpty() ? UNNAMED : name;
    }

    private static Map<String, ?> told(SyncObject object) {
        return Map.of("handle", object.handle(), "existed", object.existed());
    }

    private static Map<String, ?> created(
            ModelHome home, ModelProcess caller, String name, ModelObject made, boolean inheritable) {
        ModelObject found = home.syncObject(name);
        if (found != null && found.type != made.type) {
            throw new Refusal(ErrorCode.INVALID_HANDLE);
        }
        if (found == null) {
            home.name(made, name);
        }
        int handle = home.add(caller, found == null ? made : found, SYNC, inheritable);
        return Map.of("handle", handle, "existed", found != null);
    }

    /** Opens an object, which may be of another type. */
    static Call open(ObjectType type, String name, Set<AccessRight> access) {
        return new Call(
                "open " + type + " " + name + " for " + access,
                (home, caller) -> opened(home, caller, type, name, access),
                kernel -> told(
                        open(kernel, type, name, ObjectOpenOptions.defaults().withAccess(access))));
    }

    private static SyncObject open(Kernel kernel, ObjectType type, String name, ObjectOpenOptions options) {
        return switch (type) {
            case EVENT -> kernel.synchronization().openEvent(name, options);
            case SEMAPHORE -> kernel.synchronization().openSemaphore(name, options);
            case MUTEX -> kernel.synchronization().openMutex(name, options);
            default -> throw new IllegalArgumentException(type + " is none of them");
        };
    }

    private static Map<String, ?> opened(
            ModelHome home, ModelProcess caller, ObjectType type, String name, Set<AccessRight> access) {
        if (!SYNC.containsAll(access)) {
            throw new Refusal(ErrorCode.ACCESS_DENIED);
        }
        ModelObject found = home.syncObject(name);
        if (found == null) {
            throw new Refusal(ErrorCode.FILE_NOT_FOUND);
        }
        if (found.type != type) {
            throw new Refusal(ErrorCode.INVALID_HANDLE);
        }
        return Map.of("handle", home.add(caller, found, access, false), "existed", true);
    }

    static Call set(int handle) {
        return new Call(
                "set " + handle,
                (home, caller) -> Step.done(() -> event(caller, handle).set = true),
                kernel -> Step.done(() -> kernel.synchronization().event(handle).set()));
    }

    static Call reset(int handle) {
        return new Call(
                "reset " + handle,
                (home, caller) -> Step.done(() -> event(caller, handle).set = false),
                kernel -> Step.done(() -> kernel.synchronization().event(handle).reset()));
    }

    private static ModelObject.Event event(ModelProcess caller, int handle) {
        return (ModelObject.Event) ModelHome.object(caller, handle, ObjectType.EVENT, AccessRight.MODIFY_STATE);
    }

    static Call release(int handle, int count) {
        return new Call(
                "release " + handle + " by " + count,
                (home, caller) -> released(caller, handle, count),
                kernel -> Map.of(
                        "before", kernel.synchronization().semaphore(handle).release(count)));
    }

    private static Map<String, ?> released(ModelProcess caller, int handle, int count) {
        ModelObject.Semaphore semaphore = (ModelObject.Semaphore)
                ModelHome.object(caller, handle, ObjectType.SEMAPHORE, AccessRight.MODIFY_STATE);
        if (count < 1) {
            throw new Refusal(ErrorCode.INVALID_PARAMETER);
        }
        if (semaphore.count + count > semaphore.maximum) {
            throw new Refusal(ErrorCode.TOO_MANY_POSTS);
        }
        semaphore.count += count;
        return Map.of("before", semaphore.count - count);
    }

    static Call unlock(int handle) {
        return new Call(
                "unlock " + handle,
                (home, caller) -> Step.done(() -> unlocked(caller, handle)),
                kernel -> Step.done(() -> kernel.synchronization().mutex(handle).release()));
    }

    /** Needs no right. */
    private static void unlocked(ModelProcess caller, int handle) {
        ModelObject.Mutex mutex = (ModelObject.Mutex)
                ModelHome.entry(caller, handle, ObjectType.MUTEX).object();
        if (!mutex.release(caller)) {
            throw new Refusal(ErrorCode.NOT_OWNER);
        }
    }

    /** Looks whether any, or all, are signaled, and does not wait. */
    static Call waitFor(boolean all, List<Integer> handles) {
        int[] numbers = handles.stream().mapToInt(Integer::intValue).toArray();
        return new Call(
                "wait for " + (all ? "all" : "any") + " of " + handles,
                (home, caller) -> waited(caller, handles, all),
                kernel -> {
                    WaitResult result =
                            all ? kernel.waitForAll(Duration.ZERO, numbers) : kernel.waitForAny(Duration.ZERO, numbers);
                    return waited(result.outcome(), result.index());
                });
    }

    /** Types are looked at first, then that no object is there twice, then rights; then it is all or nothing. */
    private static Map<String, ?> waited(ModelProcess caller, List<Integer> handles, boolean all) {
        List<ModelProcess.Entry> entries =
                handles.stream().map(handle -> waitable(caller, handle)).toList();
        Set<ModelObject> distinct = new HashSet<>();
        entries.forEach(entry -> distinct.add(entry.object()));
        if (all && distinct.size() < entries.size()) {
            throw new Refusal(ErrorCode.INVALID_PARAMETER);
        }
        if (!entries.stream().allMatch(entry -> entry.has(AccessRight.SYNCHRONIZE))) {
            throw new Refusal(ErrorCode.ACCESS_DENIED);
        }
        return all ? takeAll(caller, entries) : takeAny(caller, entries);
    }

    private static ModelProcess.Entry waitable(ModelProcess caller, int handle) {
        ModelProcess.Entry entry = ModelHome.entry(caller, handle);
        if (entry.object().type == ObjectType.SENDER) {
            throw new Refusal(ErrorCode.INVALID_HANDLE);
        }
        return entry;
    }

    private static Map<String, ?> takeAny(ModelProcess caller, List<ModelProcess.Entry> entries) {
        for (int i = 0; i < entries.size(); i++) {
            ModelObject object = entries.get(i).object();
            if (object.isSignaled(caller)) {
                return waited(object.take(caller) ? Outcome.ABANDONED : Outcome.SIGNALED, i);
            }
        }
        return waited(Outcome.TIMED_OUT, -1);
    }

    private static Map<String, ?> takeAll(ModelProcess caller, List<ModelProcess.Entry> entries) {
        if (!entries.stream().allMatch(entry -> entry.object().isSignaled(caller))) {
            return waited(Outcome.TIMED_OUT, -1);
        }
        int firstAbandoned = -1;
        for (int i = entries.size() - 1; i >= 0; i--) {
            firstAbandoned = entries.get(i).object().take(caller) ? i : firstAbandoned;
        }
        return firstAbandoned < 0 ? waited(Outcome.SIGNALED, 0) : waited(Outcome.ABANDONED, firstAbandoned);
    }

    private static Map<String, ?> waited(Outcome outcome, int index) {
        return Map.of("outcome", outcome, "index", index);
    }
}
