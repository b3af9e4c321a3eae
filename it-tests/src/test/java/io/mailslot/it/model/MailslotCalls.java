package io.mailslot.it.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.MailslotInfo;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.ObjectType;
import io.mailslot.api.OpenOptions;
import io.mailslot.it.model.Step.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/** Calls on mailslots. */
final class MailslotCalls {
    private static final int NONE = -1;

    private MailslotCalls() {}

    static Call create(String name, int maximum, boolean inheritable) {
        return new Call(
                "create " + name + " for " + maximum + " inheritable " + inheritable,
                (home, caller) -> created(home, caller, name, maximum, inheritable),
                kernel -> Map.of(
                        "handle",
                        kernel.createMailslot(
                                        name,
                                        MailslotOptions.defaults()
                                                .withMaxMessageSize(maximum)
                                                .withReadTimeout(Duration.ZERO)
                                                .withInheritable(inheritable))
                                .handle()));
    }

    private static Map<String, ?> created(
            ModelHome home, ModelProcess caller, String name, int maximum, boolean inheritable) {
        if (home.mailslot(name) != null) {
            throw new Refusal(ErrorCode.ALREADY_EXISTS);
        }
        ModelObject.Receiver receiver = new ModelObject.Receiver(name, maximum);
        home.name(receiver, name);
        Set<AccessRight> rights = EnumSet.of(AccessRight.READ, AccessRight.SYNCHRONIZE);
        return Map.of("handle", home.add(caller, receiver, rights, inheritable));
    }

    static Call open(String name, boolean inheritable, Set<AccessRight> access, boolean shared) {
        return new Call(
                "open " + name + " inheritable " + inheritable + " for " + access + " shared " + shared,
                (home, caller) -> opened(home, caller, name, inheritable, access, shared),
                kernel -> Map.of(
                        "handle",
                        kernel.openMailslot(
                                        name,
                                        OpenOptions.defaults()
                                                .withInheritable(inheritable)
                                                .withAccess(access)
                                                .withShareWrite(shared))
                                .handle()));
    }

    private static Map<String, ?> opened(
            ModelHome home,
            ModelProcess caller,
            String name,
            boolean inheritable,
            Set<AccessRight> access,
            boolean shares) {
        Set<AccessRight> rights = EnumSet.of(AccessRight.SYNCHRONIZE);
        rights.addAll(access);
        ModelObject.Receiver receiver = home.mailslot(name);
        if (receiver == null) {
            throw new Refusal(ErrorCode.FILE_NOT_FOUND);
        }
        boolean writes = rights.contains(AccessRight.WRITE);
        boolean refused = home.senders(receiver).stream().anyMatch(other -> other.writes && !(other.shares && shares));
        if (writes && refused) {
            throw new Refusal(ErrorCode.SHARING_VIOLATION);
        }
        ModelObject.Sender sender = new ModelObject.Sender(receiver, writes, shares);
        return Map.of("handle", home.add(caller, sender, rights, inheritable));
    }

    static Call write(int handle, String text) {
        return new Call(
                "write " + handle + " " + text,
                (home, caller) -> Step.done(() -> written(caller, handle, text)),
                kernel -> Step.done(() -> kernel.sender(handle).write(text)));
    }

    private static void written(ModelProcess caller, int handle, String text) {
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
    }

    static Call read(int handle) {
        return new Call(
                "read " + handle,
                (home, caller) -> message(receiver(caller, handle).takeMessage()),
                kernel -> message(kernel.receiver(handle)
                        .read(Duration.ZERO)
                        .map(bytes -> new String(bytes, UTF_8))
                        .orElse(null)));
    }

    private static Map<String, ?> message(String text) {
        return text == null ? Map.of("size", NONE) : Map.of("size", text.length(), "text", text);
    }

    private static ModelObject.Receiver receiver(ModelProcess caller, int handle) {
        ModelProcess.Entry entry = ModelHome.entry(caller, handle);
        if (entry.object().type == ObjectType.SENDER) {
            throw new Refusal(entry.has(AccessRight.READ) ? ErrorCode.INVALID_PARAMETER : ErrorCode.ACCESS_DENIED);
        }
        return (ModelObject.Receiver) ModelHome.object(caller, handle, ObjectType.RECEIVER, AccessRight.READ);
    }

    static Call look(int handle, int from, int most) {
        return new Call(
                "look at " + most + " of " + handle + " from " + from,
                (home, caller) -> seen(receiver(caller, handle), from, most),
                kernel -> look(kernel, handle, from, most));
    }

    private static Map<String, ?> look(Kernel kernel, int handle, int from, int most) {
        List<Long> numbers = new ArrayList<>();
        long next = kernel.receiver(handle).look(from, most, (number, message) -> numbers.add(number));
        return Map.of("numbers", numbers, "next", next);
    }

    private static Map<String, ?> seen(ModelObject.Receiver receiver, int from, int most) {
        List<Long> shown = LongStream.range(Math.max(from, receiver.next()), receiver.end())
                .limit(most)
                .boxed()
                .toList();
        long next = shown.isEmpty() ? from : shown.get(shown.size() - 1) + 1;
        return Map.of("numbers", shown, "next", next);
    }

    static Call advance(int handle, int to) {
        return new Call(
                "advance " + handle + " to " + to,
                (home, caller) -> Step.done(() -> advanced(receiver(caller, handle), to)),
                kernel -> Step.done(() -> kernel.receiver(handle).advance(to)));
    }

    private static void advanced(ModelObject.Receiver receiver, int to) {
        if (to > receiver.end()) {
            throw new Refusal(ErrorCode.INVALID_PARAMETER);
        }
        while (receiver.next() < to) {
            receiver.takeMessage();
        }
    }

    static Call info(int handle) {
        return new Call("info " + handle, (home, caller) -> known(caller, handle), kernel -> info(kernel, handle));
    }

    private static Map<String, ?> info(Kernel kernel, int handle) {
        MailslotInfo info = kernel.describe(handle).type() == ObjectType.SENDER
                ? kernel.sender(handle).info()
                : kernel.receiver(handle).info();
        return Map.of(
                "name", info.name(),
                "max", info.maxMessageSize(),
                "next", info.nextMessageSize().orElse(NONE),
                "count", info.messageCount());
    }

    private static Map<String, ?> known(ModelProcess caller, int handle) {
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
        int next = receiver.messages.isEmpty()
                ? NONE
                : receiver.messages.peekFirst().length();
        return Map.of(
                "name", receiver.name, "max", receiver.maximum, "next", next, "count", (long) receiver.messages.size());
    }
}
