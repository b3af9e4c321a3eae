package io.mailslot.internal.log;

import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Makes the first appends of a new JVM to a log, and tells how many classes they have loaded. */
final class FirstAppend {
    private FirstAppend() {}

    /** Arguments: folder of a log, and one to make in what is not to stay. */
    public static void main(String[] args) {
        ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
        ByteBuffer small = ByteBuffer.allocate(1);
        ByteBuffer medium = ByteBuffer.allocate(1_000);
        ByteBuffer large = ByteBuffer.allocate(RunSizes.LARGEST_MESSAGE_BYTES + 1);
        LogWriters writers = LogWriters.ofPids(pid -> true);
        try (MessageLog log = MessageLog.open(Path.of(args[0]), Path.of(args[1]), StillNeededStub.ALL, writers)) {
            Appenders.openLate(true);
            LogWriter writer = log.writer();
            long before = classes.getTotalLoadedClassCount();
            writer.append(small);
            writer.append(medium);
            System.out.println(classes.getTotalLoadedClassCount() - before + " to an open run");
            writer.requireAppender();
            before = classes.getTotalLoadedClassCount();
            writer.append(large);
            log.leaveSegment();
            writer.append(small.clear());
            System.out.println(classes.getTotalLoadedClassCount() - before + " to documents");
        }
    }
}
