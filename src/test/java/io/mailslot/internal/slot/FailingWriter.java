package io.mailslot.internal.slot;

import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.SignalWord;
import java.nio.file.Path;

/** Writes messages whose writer fails behind the commit, and tells of each whether who sleeps for it is woken. */
final class FailingWriter {
    private static final byte[] MESSAGE = new byte[20];

    private FailingWriter() {}

    /** Arguments: folder of a home to be. */
    public static void main(String[] args) throws Exception {
        try (SlotHome home = new SlotHome(Path.of(args[0]))) {
            SenderEnd sender = home.sender(home.receiver("m"));
            append(sender);
            for (FaultPoint point : new FaultPoint[] {
                FaultPoint.APPEND_COMMITTED, FaultPoint.RUN_COMMITTED, FaultPoint.WRITE_BEFORE_WAKE
            }) {
                FaultPoint.arm(point + ":error");
                System.out.println(point + " " + isWoken(sender));
            }
        }
    }

    private static boolean isWoken(SenderEnd sender) {
        for (int i = 0; i < 10; i++) { // the first ones may not come there
            int asleep = sender.word().prepareToSleep();
            try {
                append(sender);
            } catch (StackOverflowError asked) {
                return SignalWord.signaledBetween(asleep, sender.word().prepareToSleep());
            }
        }
        throw new AssertionError("no write has failed");
    }

    private static void append(SenderEnd sender) {
        sender.append(MESSAGE, 0, MESSAGE.length, false);
    }
}
