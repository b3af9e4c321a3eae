package io.mailslot.it.soak;

import io.mailslot.api.DiskFullException;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.MailslotException;
import io.mailslot.api.MailslotFullException;
import io.mailslot.api.MessageBatch;
import io.mailslot.api.Sender;
import io.mailslot.it.slot.Progress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * One thread that writes a stream to each mailslot, in all forms and sizes. How far it is it keeps in files, which a kill at
 * any instruction leaves true. For one thread.
 */
final class SoakWriter {
    private static final int BATCH = 40;
    private static final int LONGEST_PAUSE_NANOS = 3_000_000;

    /** How far a stream is: messages that are numbered, and crumbs, which are counted. */
    private record Stream(int id, SoakSlot slot, List<Sender> senders, Progress numbered, Progress crumbs) {
        /** The next message of a size, the given one after those that are written. */
        void fill(ByteBuffer target, int ahead) {
            SoakMessage.fill(target, id, numbered.written() + ahead);
        }

        /** So many more may be written. */
        void begin(int messages, int small) {
            numbered.begin(numbered.written() + messages);
            crumbs.begin(crumbs.written() + small);
        }

        void end(boolean written) {
            if (written) {
                numbered.done();
                crumbs.done();
            } else {
                begin(0, 0);
            }
        }
    }

    private final Random random;
    private final SoakTally tally;
    private final WriteForms forms;
    private final MessageBatch batch = new MessageBatch();
    private final Map<SoakSlot, Stream> streams = new EnumMap<>(SoakSlot.class);

    SoakWriter(Random random, SoakTally tally, Executor elsewhere) {
        this.random = random;
        this.tally = tally;
        this.forms = new WriteForms(random, SoakSlot.LARGE.largestMessage(), elsewhere);
    }

    /** Begins a stream to a mailslot, through any of the senders. */
    void begin(SoakSlot slot, int id, List<Sender> senders, Path folder) throws IOException {
        streams.put(
                slot,
                new Stream(
                        id,
                        slot,
                        senders,
                        Progress.open(folder.resolve(SoakAccounts.STREAM + id)),
                        Progress.open(folder.resolve(SoakAccounts.CRUMBS + id))));
    }

    /** Writes one message or batch to any mailslot, and rests a little. */
    void step() {
        step(SoakSlot.values()[random.nextInt(SoakSlot.values().length)]);
        if (random.nextBoolean()) {
            LockSupport.parkNanos(random.nextInt(LONGEST_PAUSE_NANOS));
        }
    }

    void step(SoakSlot slot) {
        Stream stream = streams.get(slot);
        Sender sender = stream.senders().get(random.nextInt(stream.senders().size()));
        if (random.nextInt(6) == 0) {
            writeBatch(stream, sender);
        } else {
            writeSingle(stream, sender);
        }
    }

    private void writeSingle(Stream stream, Sender sender) {
        int size = size(stream.slot());
        boolean crumb = SoakMessage.isCrumb(size);
        stream.begin(crumb ? 0 : 1, crumb ? 1 : 0);
        stream.end(tried(() -> forms.write(sender, size, place -> stream.fill(place, 1))));
    }

    private void writeBatch(Stream stream, Sender sender) {
        batch.clear();
        int messages = 0;
        int left = stream.slot().largestMessage();
        for (int i = random.nextInt(BATCH); i >= 0; i--) {
            int size = size(stream.slot());
            left -= size + 2 * Integer.BYTES;
            if (left < 0) {
                break;
            }
            ByteBuffer message = ByteBuffer.allocate(size);
            messages += SoakMessage.isCrumb(size) ? 0 : 1;
            stream.fill(message, messages);
            batch.add(message);
        }
        stream.begin(messages, batch.size() - messages);
        stream.end(tried(() -> {
            sender.write(batch);
            return true;
        }));
    }

    private int size(SoakSlot slot) {
        int dice = random.nextInt(1_000);
        if (dice == 0) {
            return slot.largestMessage();
        }
        if (dice < 5) {
            return 1 + random.nextInt(slot.largestMessage());
        }
        return 1 + random.nextInt(1 << 1 + random.nextInt(slot == SoakSlot.LARGE ? 17 : 11));
    }

    /** Whether it was written; nothing may keep it from that but what is promised. */
    private boolean tried(BooleanSupplier write) {
        long start = System.nanoTime();
        try {
            boolean written = write.getAsBoolean();
            tally.written(written);
            return written;
        } catch (MailslotFullException e) {
            tally.full();
        } catch (DiskFullException e) {
            tally.diskFull();
        } catch (MailslotException e) {
            if (e.errorCode() != ErrorCode.LOCK_VIOLATION) {
                throw e;
            }
            tally.held(); // by somebody who was stopped in the middle of a write
        } finally {
            tally.took(System.nanoTime() - start);
        }
        return false;
    }
}
