package io.mailslot.internal.log;

import io.mailslot.internal.memory.FreshStack;
import io.mailslot.internal.memory.Shortage;
import java.util.List;

/**
 * Has what a log takes of Chronicle, and what looks at memory, initialised once, where there is stack enough for it: a class that
 * a caller's stack has no room for would be lost to all logs of this JVM. What an append takes is left to {@link Rehearsal}.
 *
 * <p>Has no initialiser itself.
 */
final class FirstLog implements Runnable {
    private static final String READING = "net.openhft.chronicle.queue.impl.single.";

    private static volatile boolean prepared;
    private static volatile boolean preparedToRead;

    private final boolean reads;

    private FirstLog(boolean reads) {
        this.reads = reads;
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
            FreshStack.run(new FirstLog(false));
            prepared = true;
        }
    }

    /** To be called before the first message is looked for. */
    static void prepareToRead() {
        if (!preparedToRead) {
            Shortage.requireDescriptorsOfAFirstUse("read the first message of this JVM");
            FreshStack.run(new FirstLog(true));
            preparedToRead = true;
        }
    }

    @Override
    public void run() {
        if (reads) {
            List.of("StoreTailer", "ScanResult", "StoreTailer$1")
                    .forEach(name -> ChronicleSettings.initialise(READING + name));
            return;
        }
        ChronicleSettings.ensureApplied();
        List.of(
                        LogControl.class,
                        LogStates.class,
                        LogRecord.class,
                        MessageWalk.class,
                        RunWalk.class,
                        RunWriter.class,
                        Payload.class,
                        Rehearsal.class)
                .forEach(FreshStack::initialise);
    }
}
