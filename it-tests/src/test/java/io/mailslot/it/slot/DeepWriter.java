package io.mailslot.it.slot;

import io.mailslot.api.Sender;

/**
 * Writes messages at the very end of a thread's stack, so that an error ends some of them anywhere; tells how many were written for
 * certain.
 */
final class DeepWriter {
    static final int MESSAGE_BYTES = 20;

    private final Sender sender;
    private int written;

    private DeepWriter(Sender sender) {
        this.sender = sender;
    }

    static int write(Sender sender, int frames) throws InterruptedException {
        DeepWriter writer = new DeepWriter(sender);
        if (frames == 0) {
            sender.write(new byte[MESSAGE_BYTES]); // a class whose first use such an error ends is lost to the JVM
        }
        Thread thread = new Thread(null, () -> writer.goDown(frames), "deep", 256 << 10);
        thread.start();
        thread.join();
        return writer.written;
    }

    private void goDown(int frame) {
        boolean nearTheEnd = false;
        try {
            goDown(frame + 1);
        } catch (StackOverflowError e) {
            nearTheEnd = true;
        }
        if (nearTheEnd) {
            sender.write(new byte[MESSAGE_BYTES]);
            written++;
        }
    }
}
