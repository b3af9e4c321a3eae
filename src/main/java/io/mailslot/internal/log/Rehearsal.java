package io.mailslot.internal.log;

import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.FileTrees;
import io.mailslot.internal.memory.FreshStack;
import io.mailslot.internal.memory.MappedFaults;
import io.mailslot.internal.memory.Shortage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has this JVM append to a log of its own before it appends a document to one that others use: the first one of a JVM loads and
 * links classes, and whoever wanted to write would wait for that.
 */
final class Rehearsal {
    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);
    private static final LogSettings SMALL = new LogSettings(LogSettings.MIN_CAPACITY_BYTES, 0, false);
    private static final StillNeeded NOTHING = new StillNeeded() {
        @Override
        public long cursor() {
            return Long.MAX_VALUE;
        }

        @Override
        public long arenaPosition() {
            return Long.MAX_VALUE;
        }
    };

    /** A JVM that is to die in an append is to die in the real one. */
    private static volatile boolean done = FaultPoint.arePossible();

    private Rehearsal() {}

    /**
     * Does so, once. Where it cannot be done, for lack of room or descriptors, the first append will tell.
     *
     * @param aside where its log is to lie, as for {@link LogTemplate#makeFolder}: not beside the one that is to be written to,
     *     where nobody would delete it if the process died meanwhile
     */
    static void before(Path aside) {
        if (!done) {
            Shortage.requireDescriptorsOfAFirstUse("send the first message of this JVM");
            playOnce(aside);
        }
    }

    private static synchronized void playOnce(Path aside) {
        if (done) {
            return;
        }
        done = true; // first: it opens a writer itself
        FreshStack.run(() -> playIn(aside));
    }

    private static void playIn(Path aside) {
        try {
            Path own = LogTemplate.makeFolder(aside);
            try {
                play(own);
                MappedFaults.throwNow();
            } finally {
                FileTrees.delete(own);
            }
        } catch (IOException | RuntimeException | AssertionError | InternalError e) {
            LOG.debug("the first append is not rehearsed: {}", e.toString());
        }
    }

    private static void play(Path own) throws IOException {
        MessageLog.create(own, SMALL);
        try (MessageLog log = MessageLog.open(own, NOTHING, pid -> true)) {
            LogWriter writer = log.writer();
            writer.append(ByteBuffer.allocate(1));
            writer.append(ByteBuffer.allocate(Sizes.LARGEST_INLINE + 1));
            writer.append(ByteBuffer.allocate(1)); // opens a run
            writer.append(ByteBuffer.allocate(1));
            log.leaveSegment();
            writer.append(ByteBuffer.allocate(RunSizes.SHORTEST_BYTES)); // which the run has no room for
        }
    }
}
