package io.mailslot.it.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.HandleFlag;
import io.mailslot.api.HandleInfo;
import io.mailslot.api.KernelHandle;
import io.mailslot.api.MailslotInfo;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.MessageBatch;
import io.mailslot.api.ObjectType;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.api.Timeouts;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The commands of an {@link Agent} that work on mailslots and their handles. */
final class AgentMailslots {
    /** Slow enough for readers to empty the mailslot again and again. */
    private static final long TRICKLE_NANOS = 50_000;

    private static final int LONGEST_TEXT = 4_096;

    /** Commands that begin with a name, not with a handle. */
    private static final Set<String> NAMED = Set.of("create", "durable", "open");

    private final Kernel kernel;

    AgentMailslots(Kernel kernel) {
        this.kernel = kernel;
    }

    Map<String, ?> execute(String command, List<String> arguments) {
        int handle = NAMED.contains(command) ? 0 : Integer.parseInt(arguments.get(0));
        return switch (command) {
            case "create" -> create(arguments);
            case "durable" -> durable(arguments);
            case "open" -> open(arguments);
            case "write" -> write(handle, arguments.get(1).getBytes(UTF_8));
            case "fill" -> write(handle, Payload.ofSize(Integer.parseInt(arguments.get(1))));
            case "flood" -> flood(handle, Integer.parseInt(arguments.get(1)), Integer.parseInt(arguments.get(2)), 0);
            case "documents" ->
                documents(handle, Integer.parseInt(arguments.get(1)), Integer.parseInt(arguments.get(2)));
            case "trickle" ->
                flood(handle, Integer.parseInt(arguments.get(1)), Integer.parseInt(arguments.get(2)), TRICKLE_NANOS);
            case "read" -> read(handle, arguments.get(1));
            case "readall" -> readAll(handle, Integer.parseInt(arguments.get(1)));
            case "drain" -> drain(handle, Integer.parseInt(arguments.get(1)));
            case "look" -> look(handle, Long.parseLong(arguments.get(1)), Integer.parseInt(arguments.get(2)));
            case "advance" -> advance(handle, Long.parseLong(arguments.get(1)));
            case "timeout" -> setReadTimeout(handle, arguments.get(1));
            case "info" -> info(handle);
            case "describe" -> describe(handle);
            case "flags" -> flags(handle, arguments.get(1), arguments.get(2));
            case "close" -> close(handle);
            default -> throw new IllegalArgumentException("no such command: " + command);
        };
    }

    private static Set<PosixFilePermission> permissions(List<String> arguments) {
        boolean given = arguments.size() > 4 && !arguments.get(4).equals("any");
        return given ? PosixFilePermissions.fromString(arguments.get(4)) : null;
    }

    private Map<String, ?> create(List<String> arguments) {
        Receiver receiver = kernel.createMailslot(
                arguments.get(0),
                MailslotOptions.defaults()
                        .withMaxMessageSize(Integer.parseInt(arguments.get(1)))
                        .withReadTimeout(timeout(arguments.get(2)))
                        .withInheritable(Boolean.parseBoolean(arguments.get(3)))
                        .withPermissions(permissions(arguments))
                        .withCapacity(arguments.size() > 5 ? Long.parseLong(arguments.get(5)) : 0));
        return number(receiver);
    }

    private Map<String, ?> durable(List<String> arguments) {
        MailslotOptions options = MailslotOptions.defaults().withCursor(arguments.get(1));
        return number(kernel.createMailslot(
                arguments.get(0),
                arguments.size() > 2 ? options.withCapacity(Long.parseLong(arguments.get(2))) : options));
    }

    private Map<String, ?> open(List<String> arguments) {
        OpenOptions options = OpenOptions.defaults().withInheritable(Boolean.parseBoolean(arguments.get(1)));
        if (arguments.size() > 2) {
            options = options.withAccess(set(arguments.get(2), AccessRight::valueOf));
        }
        if (arguments.size() > 3) {
            options = options.withShareWrite(Boolean.parseBoolean(arguments.get(3)));
        }
        return number(kernel.openMailslot(arguments.get(0), options));
    }

    private static Map<String, ?> number(KernelHandle handle) {
        return Map.of("handle", handle.handle());
    }

    private Map<String, ?> write(int handle, byte[] message) {
        kernel.sender(handle).write(message);
        return Map.of();
    }

    private Map<String, ?> flood(int handle, int senderNumber, int count, long pauseNanos) {
        Sender sender = kernel.sender(handle);
        for (int i = 0; i < count; i++) {
            sender.write(new NumberedMessage(senderNumber, i).toBytes());
            if (pauseNanos > 0) {
                LockSupport.parkNanos(pauseNanos);
            }
        }
        return Map.of("sent", count);
    }

    /** A batch of one message has a document of its own, however small it is. */
    private Map<String, ?> documents(int handle, int senderNumber, int count) {
        Sender sender = kernel.sender(handle);
        MessageBatch batch = new MessageBatch();
        for (int i = 0; i < count; i++) {
            sender.write(batch.add(new NumberedMessage(senderNumber, i).toBytes()));
            batch.clear();
        }
        return Map.of("sent", count);
    }

    private Map<String, ?> read(int handle, String timeout) {
        Receiver receiver = kernel.receiver(handle);
        long start = System.nanoTime();
        Optional<byte[]> message =
                timeout.equals("default") ? Optional.of(receiver.read()) : receiver.read(timeout(timeout));
        long waitedMs = (System.nanoTime() - start) / 1_000_000;
        if (message.isEmpty()) {
            return Map.of("size", -1, "waited", waitedMs);
        }
        byte[] bytes = message.get();
        String text = bytes.length <= LONGEST_TEXT ? new String(bytes, UTF_8) : "";
        return Map.of("size", bytes.length, "text", text, "crc", Payload.checkWord(bytes), "waited", waitedMs);
    }

    /** Takes so many messages, and forgets them. */
    private Map<String, ?> readAll(int handle, int count) {
        Receiver receiver = kernel.receiver(handle);
        for (int i = 0; i < count; i++) {
            receiver.read();
        }
        return Map.of();
    }

    /** Takes numbered messages until {@code count} are taken or none comes for a second. */
    private Map<String, ?> drain(int handle, int count) {
        Receiver receiver = kernel.receiver(handle);
        StringJoiner sequences = new StringJoiner(",");
        Optional<byte[]> message = Optional.empty();
        for (int taken = 0; taken < count && (taken == 0 || message.isPresent()); taken++) {
            message = receiver.read(Duration.ofSeconds(1));
            message.ifPresent(bytes ->
                    sequences.add(String.valueOf(NumberedMessage.parse(bytes).sequence())));
        }
        return Map.of("sequences", sequences);
    }

    /** Shows messages, the same to whoever asks again. */
    private Map<String, ?> look(int handle, long from, int most) {
        StringJoiner numbers = new StringJoiner(",");
        long next = kernel.receiver(handle).look(from, most, (number, message) -> {
            numbers.add(Long.toString(number));
            return true;
        });
        return Map.of("numbers", numbers, "next", next);
    }

    private Map<String, ?> advance(int handle, long to) {
        kernel.receiver(handle).advance(to);
        return Map.of();
    }

    private Map<String, ?> setReadTimeout(int handle, String timeout) {
        kernel.receiver(handle).setReadTimeout(timeout(timeout));
        return Map.of();
    }

    private Map<String, ?> info(int handle) {
        MailslotInfo info = kernel.describe(handle).type() == ObjectType.SENDER
                ? kernel.sender(handle).info()
                : kernel.receiver(handle).info();
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("name", info.name());
        told.put("max", info.maxMessageSize());
        told.put("next", info.nextMessageSize().orElse(-1));
        told.put("count", info.messageCount());
        told.put(
                "timeout",
                info.readTimeout().equals(Timeouts.FOREVER)
                        ? "forever"
                        : info.readTimeout().toMillis());
        return told;
    }

    private Map<String, ?> describe(int handle) {
        HandleInfo info = kernel.describe(handle);
        return Map.of(
                "type", info.type(),
                "object", info.objectId(),
                "name", info.name(),
                "usage", info.usageCount(),
                "access", sorted(info.access()),
                "flags", sorted(info.flags()));
    }

    private Map<String, ?> flags(int handle, String mask, String flags) {
        kernel.setFlags(handle, set(mask, HandleFlag::valueOf), set(flags, HandleFlag::valueOf));
        return Map.of();
    }

    private Map<String, ?> close(int handle) {
        kernel.closeHandle(handle);
        return Map.of();
    }

    static Duration timeout(String word) {
        return word.equals("forever") ? Timeouts.FOREVER : Duration.ofMillis(Long.parseLong(word));
    }

    private static <T> Set<T> set(String list, Function<String, T> parser) {
        return list.isEmpty()
                ? Set.of()
                : Arrays.stream(list.split(",")).map(parser).collect(Collectors.toSet());
    }

    private static String sorted(Set<?> elements) {
        return elements.stream().map(String::valueOf).sorted().collect(Collectors.joining(","));
    }
}
