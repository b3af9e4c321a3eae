package io.mailslot.internal.object;

import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.layout.ObjectId;
import io.mailslot.internal.log.ReceiverStart;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.Region;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Two who share a receiver count what it has missed: the second one another segment, while the first one stands still with the
 * one before. Tells how many are missed once the first one stands still for ever behind its count. Threads stand for processes:
 * only shared memory is between them.
 */
final class StoppedCount {
    private static final long ID = ObjectId.of(7, 1);
    private static final ReceiverStart FIRST = new ReceiverStart(1_000, 0, 100);
    private static final ReceiverStart SECOND = new ReceiverStart(2_000, 0, 250);

    private StoppedCount() {}

    /** Arguments: a folder for signs. */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        Region entry = Region.inThisProcess(ObjectEntry.LENGTH);
        entry.putInt(ObjectEntry.GENERATION_OFFSET, ObjectId.generation(ID));
        ReceiverWords words = new ReceiverWords(entry, ID);
        words.begin(new ReceiverStart(500, 0, 0), 0);
        entry.putInt(ObjectEntry.TYPE_OFFSET, ObjectEntry.TYPE_RECEIVER);

        words.cursor().set(FIRST.cursor());
        Thread one = counting(words, 1, FIRST);
        Path oneNoted = folder.resolve("one-noted");
        standAt(FaultPoint.DROPPED_NOTED, oneNoted, one);

        words.cursor().set(SECOND.cursor());
        Thread two = counting(words, 2, SECOND);
        Path twoNoted = folder.resolve("two-noted");
        standAt(FaultPoint.DROPPED_NOTED, twoNoted, two);

        Path oneCounted = folder.resolve("one-counted");
        FaultPoint.arm(FaultPoint.DROPPED_COUNTED + ":pause:" + oneCounted, one);
        Files.delete(oneNoted);
        awaitFile(oneCounted);
        FaultPoint.arm("none");
        Files.delete(twoNoted);
        two.join();
        System.out.println(words.missedMessages());
        Runtime.getRuntime().halt(0);
    }

    private static Thread counting(ReceiverWords words, int segment, ReceiverStart start) {
        return new Thread(() -> words.countMissed(segment, start));
    }

    private static void standAt(FaultPoint point, Path sign, Thread thread) throws InterruptedException {
        FaultPoint.arm(point + ":pause:" + sign, thread);
        thread.start();
        awaitFile(sign);
    }

    private static void awaitFile(Path sign) {
        while (!Files.exists(sign)) {
            Thread.onSpinWait();
        }
    }
}
