package io.mailslot.internal.log;

import io.mailslot.internal.layout.RunTail;
import io.mailslot.internal.memory.FreshStack;
import io.mailslot.internal.memory.MappedFaults;
import io.mailslot.internal.memory.Shortage;
import java.util.List;
import net.openhft.chronicle.core.threads.CleaningThreadLocal;

/**
 * Has what a log takes of Chronicle, and what looks at memory, initialised once, where there is stack enough for it: a class that
 * a caller's stack has no room for would be lost to all logs of this JVM. What a document takes is left to {@link Rehearsal}.
 *
 * <p>Has no initialiser itself.
 */
final class FirstLog implements Runnable {
    private static final String READERS = "net.openhft.chronicle.queue.impl.single.";

    private static final int MEMORY = 0;
    private static final int QUEUES = 1;
    private static final int READING = 2;

    private static volatile boolean prepared;
    private static volatile boolean preparedToOpenQueues;
    private static volatile boolean preparedToRead;

    /** Not a lambda: to link one takes stack. */
    private final int stage;

    private FirstLog(int stage) {
        this.stage = stage;
    }

    /**
     * To be called before the first class that looks at memory is used.
     *
     * @throws io.mailslot.api.JvmFlagsException if the JVM keeps from Chronicle what it needs
     */
    static void prepare() {
        if (!prepared) {
            Shortage.requireDescriptorsOfAFirstUse("use the first mailslot of this JVM");
            JdkAccess.require();
            FreshStack.run(new FirstLog(MEMORY));
            prepared = true;
        }
    }

    /** To be called before the first queue is opened, and not within what tells failures of that as damage. */
    static void prepareToOpenQueues() {
        if (!preparedToOpenQueues) {
            Shortage.requireDescriptorsOfAFirstUse("use the first mailslot of this JVM");
            FreshStack.run(new FirstLog(QUEUES));
            preparedToOpenQueues = true;
        }
    }

    /** To be called before the first message is looked for. */
    static void prepareToRead() {
        prepareToOpenQueues();
        if (!preparedToRead) {
            Shortage.requireDescriptorsOfAFirstUse("read the first message of this JVM");
            FreshStack.run(new FirstLog(READING));
            preparedToRead = true;
        }
    }

    @Override
    public void run() {
        switch (stage) {
            case MEMORY -> lookAtMemory();
            case QUEUES -> openQueues();
            default -> read();
        }
    }

    /** All that a message takes that goes into an open run: it is appended with the write lock, for which others wait. */
    private static void lookAtMemory() {
        ChronicleSettings.ensureApplied();
        initialise(List.of(
                LogControl.class,
                LogStates.class,
                Payload.class,
                Arena.class,
                ArenaPosition.class,
                WriteLock.class,
                NextWriter.class,
                RunTail.class,
                RunSizes.class,
                RunRecord.class,
                RunWriter.class,
                RunWalk.class,
                PageReserve.class,
                LogWriter.class,
                CleaningThreadLocal.class,
                ChronicleWarnings.class,
                MappedFaults.class,
                Rehearsal.class));
    }

    private static void openQueues() {
        ChronicleSettings.ensureAppliedForQueues();
        initialise(List.of(LogRecord.class, MessageWalk.class));
    }

    private static void read() {
        List.of("StoreTailer", "ScanResult", "StoreTailer$1")
                .forEach(name -> ChronicleSettings.initialise(READERS + name));
    }

    private static void initialise(List<Class<?>> types) {
        types.forEach(FreshStack::initialise);
    }
}
