package io.mailslot.it.slot;

import io.mailslot.Kernel;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.api.WhenFull;
import io.mailslot.internal.memory.MappedFiles;
import io.mailslot.internal.memory.Region;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;

/**
 * Main class of a JVM that writes numbered messages to a durable mailslot and reads them from it until it is killed. What
 * it has written and taken it keeps in a mapped file, which outlives it.
 */
public final class DurableChurn {
    static final String NAME = SlotChild.BROADCAST + "churn";
    static final String CURSOR = "churn";
    static final MailslotOptions OPTIONS =
            Durables.PATIENT.withCapacity(MailslotOptions.MIN_CAPACITY).withCursor(CURSOR);

    static final int WRITTEN = 0;
    static final int TAKEN = 8;
    static final int COUNT = 16;
    static final int ACCOUNTS = 24;
    private static final int LARGEST = 60_000;

    private final Random random;
    private final Region accounts;
    private final Sender sender;
    private final Receiver receiver;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(LARGEST);

    private DurableChurn(Kernel kernel, long seed, Region accounts, MailslotOptions options) {
        this.random = new Random(seed);
        this.accounts = accounts;
        this.receiver = kernel.createMailslot(NAME, options);
        this.sender = kernel.openMailslot("churn");
    }

    /** Arguments: seed, accounts, what is done when it is full. */
    public static void main(String[] arguments) throws IOException {
        MailslotOptions options = OPTIONS.withWhenFull(WhenFull.valueOf(arguments[2]));
        Region accounts = MappedFiles.map(Path.of(arguments[1]), 0, ACCOUNTS);
        DurableChurn churn = new DurableChurn(Kernel.attach(), Long.parseLong(arguments[0]), accounts, options);
        System.out.println("going");
        while (true) {
            churn.write(churn.random.nextInt(400));
            churn.read(churn.random.nextInt(400));
        }
    }

    private void write(int count) {
        for (int i = 0; i < count; i++) {
            int number = (int) accounts.getLong(WRITTEN) + 1;
            int large = random.nextInt(8) == 0 ? LARGEST : 100;
            int size = Numbered.LEAST_BYTES + random.nextInt(large - Numbered.LEAST_BYTES);
            Numbered.fill(buffer.clear().limit(size), 0, number);
            if (!sender.tryWrite(buffer)) {
                return;
            }
            accounts.putLongVolatile(WRITTEN, number);
        }
    }

    private void read(int count) {
        for (int i = 0; i < count && receiver.poll(buffer.clear()); i++) {
            buffer.flip();
            Numbered.requireWhole(buffer, "a message");
            accounts.putLongVolatile(TAKEN, Numbered.number(buffer));
            accounts.putLongVolatile(COUNT, accounts.getLong(COUNT) + 1);
        }
    }
}
