package io.mailslot.it.slot;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.mailslot.Kernel;
import io.mailslot.api.Sender;
import java.io.BufferedReader;
import java.io.InputStreamReader;

/**
 * Writes messages at the very end of a thread's stack, so that an error ends some of them anywhere; says how many were
 * written for certain, round by round, and goes on for each line that it is told.
 */
public final class DeepWriter {
    static final int MESSAGE_BYTES = 20;

    private final Sender sender;
    private int written;

    private DeepWriter(Sender sender) {
        this.sender = sender;
    }

    /** Arguments: mailslot. */
    public static void main(String[] args) throws Exception {
        try (Kernel kernel = Kernel.attach()) {
            DeepWriter writer = new DeepWriter(kernel.openMailslot(args[0]));
            writer.sender.write(
                    new byte[MESSAGE_BYTES]); // a class whose first use such an error ends is lost to the JVM
            BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, US_ASCII));
            for (int round = 0; lines.readLine() != null; round++) {
                writer.written = 0;
                int frames = round;
                Thread thread = new Thread(null, () -> writer.goDown(frames), "deep", 256 << 10);
                thread.start();
                thread.join();
                System.out.println(writer.written);
            }
        }
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
