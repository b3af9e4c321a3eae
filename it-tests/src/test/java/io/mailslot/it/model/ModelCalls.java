package io.mailslot.it.model;

import io.mailslot.api.AccessRight;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.ObjectType;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** What each call does to a {@link ModelHome}, written as an agent is told to do it. */
final class ModelCalls {
    private static final Set<AccessRight> SYNC = EnumSet.of(AccessRight.SYNCHRONIZE, AccessRight.MODIFY_STATE);
    private static final String UNNAMED = "(unnamed)";

    private final ModelHome home;
    private final ModelHandles handles;

    ModelCalls(ModelHome home) {
        this.home = home;
        this.handles = new ModelHandles(home);
    }

    /**
     * What a call must tell.
     *
     * @param codes of its failure, of which each is right; 0 if it succeeds
     * @param values what it must tell among others
     */
    record Expected(Set<Integer> codes, Map<String, String> values) {}

    /** Does it in the model. */
    Expected call(ModelProcess caller, List<String> words) {
        try {
            return new Expected(Set.of(0), execute(caller, words.get(0), new Words(words)));
        } catch (Refusal refusal) {
            return new Expected(refusal.codes(), Map.of());
        }
    }

    /** The arguments of a command, from 1 up. */
    record Words(List<String> all) {
        String text(int index) {
            return all.get(index);
        }

        int number(int index) {
            return Integer.parseInt(all.get(index));
        }

        boolean flag(int index) {
            return Boolean.parseBoolean(all.get(index));
        }

        <E extends Enum<E>> Set<E> set(int index, Class<E> type) {
            Set<E> set = EnumSet.noneOf(type);
            for (String name : all.get(index).split(",")) {
                if (!name.isEmpty()) {
                    set.add(Enum.valueOf(type, name));
                }
            }
            return set;
        }
    }

    private Map<String, String> execute(ModelProcess caller, String command, Words words) {
        return switch (command) {
            case "event" ->
                created(
                        caller,
                        words.text(1),
                        new ModelObject.Event(shown(words.text(1)), words.flag(2), words.flag(3)),
                        words.flag(4));
            case "semaphore" ->
                created(
                        caller,
                        words.text(1),
                        new ModelObject.Semaphore(shown(words.text(1)), words.number(2), words.number(3)),
                        words.flag(4));
            case "mutex" ->
                created(
                        caller,
                        words.text(1),
                        new ModelObject.Mutex(shown(words.text(1)), words.flag(2) ? caller : null),
                        words.flag(3));
            case "opensync" -> openSync(caller, words);
            case "set", "reset" -> change(caller, words.number(1), command.equals("set"));
            case "release" -> release(caller, words.number(1), words.number(2));
            case "unlock" -> unlock(caller, words.number(1));
            case "any", "all" -> wait(caller, words, command.equals("all"));
            case "create" -> create(caller, words);
            case "open" -> open(caller, words);
            case "write" -> write(caller, words.number(1), words.text(2));
            case "read" -> read(caller, words.number(1));
            case "look" -> look(caller, words.number(1), words.number(2), words.number(3));
            case "advance" -> advance(caller, words.number(1), words.number(2));
            case "info" -> info(caller, words.number(1));
            default -> handles.execute(caller, command, words);
        };
    }

    private static String shown(String name) {
        return name.isEmpty() ? UNNAMED : name;
    }

    private Map<String, String> created(ModelProcess caller, String name, ModelObject made, boolean inheritable) {
        ModelObject found = home.syncObject(name);
        if (found != null && found.type != made.type) {
            throw new Refusal(ErrorCode.INVALID_HANDLE);
        }
        if (found == null) {
            home.name(made, name);
        }
        int handle = home.add(caller, found == null ? made : found, SYNC, inheritable);
        return Map.of("handle", String.valueOf(handle), "existed", String.valueOf(found != null));
    }

    private Map<String, String> openSync(ModelProcess caller, Words words) {
        Set<AccessRight> access = words.set(3, AccessRight.class);
        if (!SYNC.containsAll(access)) {
            throw new Refusal(ErrorCode.ACCESS_DENIED);
        }
        ModelObject found = home.syncObject(words.text(2));
        if (found == null) {
            throw new Refusal(ErrorCode.FILE_NOT_FOUND);
        }
        if (found.type != Enum.valueOf(ObjectType.class, words.text(1).toUpperCase(Locale.ROOT))) {
            throw new Refusal(ErrorCode.INVALID_HANDLE);
        }
        return Map.of("handle", String.valueOf(home.add(caller, found, access, false)), "existed", "true");
    }

    private static Map<String, String> change(ModelProcess caller, int handle, boolean set) {
        ((ModelObject.Event) ModelHome.object(caller, handle, ObjectType.EVENT, AccessRight.MODIFY_STATE)).set = set;
        return Map.of();
    }

    private static Map<String, String> release(ModelProcess caller, int handle, int count) {
        ModelObject.Semaphore semaphore = (ModelObject.Semaphore)
                ModelHome.object(caller, handle, ObjectType.SEMAPHORE, AccessRight.MODIFY_STATE);
        if (count < 1) {
            throw new Refusal(ErrorCode.INVALID_PARAMETER);
        }
        if (semaphore.count + count > semaphore.maximum) {
            throw new Refusal(ErrorCode.TOO_MANY_POSTS);
        }
        semaphore.count += count;
        return Map.of("before", String.valueOf(semaphore.count - count));
    }

    /** Needs no right. */
    private static Map<String, String> unlock(ModelProcess caller, int handle) {
        ModelObject.Mutex mutex = (ModelObject.Mutex)
                ModelHome.entry(caller, handle, ObjectType.MUTEX).object();
        if (!mutex.release(caller)) {
            throw new Refusal(ErrorCode.NOT_OWNER);
        }
        return Map.of();
    }

    /** Types are looked at first, then that no object is there twice, then rights; then it is all or nothing. */
    private static Map<String, String> wait(ModelProcess caller, Words words, boolean all) {
        List<ModelProcess.Entry> entries = words.all().stream()
                .skip(2)
                .map(handle -> waitable(caller, Integer.parseInt(handle)))
                .toList();
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

    private static Map<String, String> takeAny(ModelProcess caller, List<ModelProcess.Entry> entries) {
        for (int i = 0; i < entries.size(); i++) {
            ModelObject object = entries.get(i).object();
            if (object.isSignaled(caller)) {
                return waited(object.take(caller) ? "ABANDONED" : "SIGNALED", i);
            }
        }
        return waited("TIMED_OUT", -1);
    }

    private static Map<String, String> takeAll(ModelProcess caller, List<ModelProcess.Entry> entries) {
        if (!entries.stream().allMatch(entry -> entry.object().isSignaled(caller))) {
            return waited("TIMED_OUT", -1);
        }
        int firstAbandoned = -1;
        for (int i = entries.size() - 1; i >= 0; i--) {
            firstAbandoned = entries.get(i).object().take(caller) ? i : firstAbandoned;
        }
        return firstAbandoned < 0 ? waited("SIGNALED", 0) : waited("ABANDONED", firstAbandoned);
    }

    private static Map<String, String> waited(String outcome, int index) {
        return Map.of("outcome", outcome, "index", String.valueOf(index));
    }

    private Map<String, String> create(ModelProcess caller, Words words) {
        if (home.mailslot(words.text(1)) != null) {
            throw new Refusal(ErrorCode.ALREADY_EXISTS);
        }
        ModelObject.Receiver receiver = new ModelObject.Receiver(words.text(1), words.number(2));
        home.name(receiver, words.text(1));
        Set<AccessRight> rights = EnumSet.of(AccessRight.READ, AccessRight.SYNCHRONIZE);
        return Map.of("handle", String.valueOf(home.add(caller, receiver, rights, words.flag(4))));
    }

    private Map<String, String> open(ModelProcess caller, Words words) {
        Set<AccessRight> rights = words.set(3, AccessRight.class);
        rights.add(AccessRight.SYNCHRONIZE);
        ModelObject.Receiver receiver = home.mailslot(words.text(1));
        if (receiver == null) {
            throw new Refusal(ErrorCode.FILE_NOT_FOUND);
        }
        boolean writes = rights.contains(AccessRight.WRITE);
        boolean shares = words.flag(4);
        boolean refused = home.senders(receiver).stream().anyMatch(other -> other.writes && !(other.shares && shares));
        if (writes && refused) {
            throw new Refusal(ErrorCode.SHARING_VIOLATION);
        }
        ModelObject.Sender sender = new ModelObject.Sender(receiver, writes, shares);
        return Map.of("handle", String.valueOf(home.add(caller, sender, rights, words.flag(2))));
    }

    private static Map<String, String> write(ModelProcess caller, int handle, String text) {
        if (ModelHome.entry(caller, handle).object().type == ObjectType.RECEIVER) {
            throw new Refusal(ErrorCode.ACCESS_DENIED);
        }
        ModelProcess.Entry entry = ModelHome.entry(caller, handle, ObjectType.SENDER);
        ModelObject.Receiver receiver = ((ModelObject.Sender) entry.object()).receiver;
        if (receiver == null && !entry.has(AccessRight.WRITE)) {
            // A process that sees the sender for the first time is told so before it has anything to write with.
            throw new Refusal(ErrorCode.ACCESS_DENIED, ErrorCode.HANDLE_EOF);
        }
        if (!entry.has(AccessRight.WRITE)) {
            throw new Refusal(ErrorCode.ACCESS_DENIED);
        }
        if (receiver == null) {
            throw new Refusal(ErrorCode.HANDLE_EOF);
        }
        if (text.length() > receiver.maximum) {
            throw new Refusal(ErrorCode.INVALID_PARAMETER);
        }
        receiver.messages.addLast(text);
        return Map.of();
    }

    private static Map<String, String> read(ModelProcess caller, int handle) {
        String message = receiver(caller, handle).takeMessage();
        return message == null
                ? Map.of("size", "-1")
                : Map.of("size", String.valueOf(message.length()), "text", message);
    }

    private static ModelObject.Receiver receiver(ModelProcess caller, int handle) {
        ModelProcess.Entry entry = ModelHome.entry(caller, handle);
        if (entry.object().type == ObjectType.SENDER) {
            throw new Refusal(entry.has(AccessRight.READ) ? ErrorCode.INVALID_PARAMETER : ErrorCode.ACCESS_DENIED);
        }
        return (ModelObject.Receiver) ModelHome.object(caller, handle, ObjectType.RECEIVER, AccessRight.READ);
    }

    private static Map<String, String> look(ModelProcess caller, int handle, int from, int most) {
        ModelObject.Receiver receiver = receiver(caller, handle);
        List<Long> shown = LongStream.range(Math.max(from, receiver.next()), receiver.end())
                .limit(most)
                .boxed()
                .toList();
        long next = shown.isEmpty() ? from : shown.get(shown.size() - 1) + 1;
        return Map.of(
                "numbers",
                shown.stream().map(String::valueOf).collect(Collectors.joining(",")),
                "next",
                String.valueOf(next));
    }

    private static Map<String, String> advance(ModelProcess caller, int handle, int to) {
        ModelObject.Receiver receiver = receiver(caller, handle);
        if (to > receiver.end()) {
            throw new Refusal(ErrorCode.INVALID_PARAMETER);
        }
        while (receiver.next() < to) {
            receiver.takeMessage();
        }
        return Map.of();
    }

    private static Map<String, String> info(ModelProcess caller, int handle) {
        ModelObject object = ModelHome.entry(caller, handle).object();
        if (object instanceof ModelObject.Sender sender) {
            object = sender.receiver;
            if (object == null) {
                throw new Refusal(ErrorCode.HANDLE_EOF);
            }
        }
        if (!(object instanceof ModelObject.Receiver receiver)) {
            throw new Refusal(ErrorCode.INVALID_HANDLE);
        }
        String next = receiver.messages.isEmpty()
                ? "-1"
                : String.valueOf(receiver.messages.peekFirst().length());
        return Map.of(
                "name",
                receiver.name,
                "max",
                String.valueOf(receiver.maximum),
                "next",
                next,
                "count",
                String.valueOf(receiver.messages.size()));
    }
}
