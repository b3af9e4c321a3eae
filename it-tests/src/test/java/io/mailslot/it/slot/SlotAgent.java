package io.mailslot.it.slot;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.mailslot.JavaCommand;
import io.mailslot.Kernel;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.MailslotException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.MessageBatch;
import io.mailslot.api.ProcessObject;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.TestHome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/**
 * Another JVM of a test: reads numbered messages and checks them. One command a line, one line of numbers as the answer.
 *
 * <pre>
 * join NAME          handle of a receiver of its own, of the broadcast mailslot of that name
 * share PID HANDLE   handle of a receiver that belongs to another process too
 * open NAME          handle of a sender
 * take HANDLE COUNT  number of the last message, and when the first one was taken
 * drain HANDLE       how many there were, and how many this receiver has missed so far
 * send HANDLE COUNT  how many were sent
 * create NAME BYTES  handle of the receiver of a new mailslot of that capacity
 * fill HANDLE SIZE   how many messages were sent until one was refused, and with which code
 * maps               how many deleted files of mailslots are mapped, and how many that are not deleted
 * </pre>
 */
public final class SlotAgent {
    static final String BROADCAST = "\\\\*\\mailslot\\";

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private int last;
    private int sent;

    private SlotAgent() {}

    static ChildJvm start(TestHome home, String... properties) {
        JavaCommand command = ChildJvm.quick(JavaCommand.of(SlotAgent.class));
        for (int i = 0; i < properties.length; i += 2) {
            command = command.systemProperty(properties[i], properties[i + 1]);
        }
        return home.start(command.toProcessBuilder());
    }

    /** Has it execute a command. */
    static long[] ask(ChildJvm agent, Object... words) {
        agent.tell(words);
        return numbers(agent.line());
    }

    static long[] numbers(String line) {
        String[] words = line.split(" ");
        long[] numbers = new long[words.length];
        for (int i = 0; i < words.length; i++) {
            numbers[i] = Long.parseLong(words[i]);
        }
        return numbers;
    }

    public static void main(String[] args) throws IOException {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, US_ASCII));
        SlotAgent agent = new SlotAgent();
        try (Kernel kernel = Kernel.attach()) {
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                System.out.println(agent.execute(kernel, line.split(" ")));
            }
        }
    }

    private String execute(Kernel kernel, String[] words) throws IOException {
        return switch (words[0]) {
            case "join" ->
                ""
                        + kernel.createMailslot(BROADCAST + words[1], MailslotOptions.defaults())
                                .handle();
            case "share" -> share(kernel, Long.parseLong(words[1]), Integer.parseInt(words[2]));
            case "open" -> "" + kernel.openMailslot(words[1]).handle();
            case "take" -> take(kernel.receiver(Integer.parseInt(words[1])), Integer.parseInt(words[2]));
            case "drain" -> drain(kernel.receiver(Integer.parseInt(words[1])));
            case "send" -> send(kernel.sender(Integer.parseInt(words[1])), Integer.parseInt(words[2]));
            case "documents" -> documents(kernel.sender(Integer.parseInt(words[1])), Integer.parseInt(words[2]));
            case "create" -> create(kernel, words[1], Long.parseLong(words[2]));
            case "fill" -> fill(kernel.sender(Integer.parseInt(words[1])), Integer.parseInt(words[2]));
            case "maps" -> MappedSegments.deleted() + " " + MappedSegments.existing();
            default -> throw new IllegalArgumentException(words[0]);
        };
    }

    private static String create(Kernel kernel, String name, long capacity) {
        MailslotOptions options = MailslotOptions.defaults().withCapacity(capacity);
        return "" + kernel.createMailslot(name, options).handle();
    }

    private String fill(Sender sender, int size) {
        ByteBuffer message = ByteBuffer.allocateDirect(size);
        for (long count = 0; ; count++) {
            Numbered.fill(message.clear(), 0, sent + 1);
            try {
                sender.write(message);
                sent++;
            } catch (MailslotException refused) {
                return count + " " + refused.errorCode().value();
            }
        }
    }

    private static String share(Kernel kernel, long pid, int handle) {
        try (ProcessObject process = Processes.open(kernel, pid)) {
            return "" + kernel.duplicate(process.handle(), handle, Kernel.CURRENT_PROCESS, DuplicateOptions.defaults());
        }
    }

    private String take(Receiver receiver, int count) {
        long first = 0;
        for (int i = 0; i < count; i++) {
            Optional<byte[]> message = receiver.read(PATIENCE);
            first = first == 0 ? System.nanoTime() : first;
            check(ByteBuffer.wrap(message.orElseThrow(() -> new AssertionError("no message in time"))));
        }
        return last + " " + first;
    }

    private String drain(Receiver receiver) {
        long taken = 0;
        int some = receiver.drain(1_000, this::check);
        while (some > 0) {
            taken += some;
            some = receiver.drain(1_000, this::check);
        }
        return taken + " " + receiver.info().missedMessages();
    }

    private void check(ByteBuffer message) {
        Numbered.requireWhole(message, "message of the agent");
        int number = Numbered.number(message);
        if (number <= last) {
            throw new AssertionError("number " + number + " comes after " + last);
        }
        last = number;
    }

    /** Sends messages in batches of one, which have a document each, where single ones would share some. */
    private static String documents(Sender sender, int count) {
        ByteBuffer message = ByteBuffer.allocate(64);
        MessageBatch batch = new MessageBatch();
        for (int i = 1; i <= count; i++) {
            Numbered.fill(message.clear(), 0, i);
            sender.write(batch.add(message));
            batch.clear();
        }
        return "" + count;
    }

    private static String send(Sender sender, int count) {
        ByteBuffer message = ByteBuffer.allocate(64);
        for (int i = 1; i <= count; i++) {
            Numbered.fill(message.clear(), 0, i);
            sender.write(message);
        }
        return "" + count;
    }
}
