package io.mailslot.it.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;

/** The bytes a file or tree really takes, sparse files counted by their blocks, as {@code du} tells. */
public final class DiskUsage {
    private DiskUsage() {}

    public static long of(Path path) {
        try {
            Process du = new ProcessBuilder("du", "-s", "--block-size=1", path.toString())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(du.getInputStream().readAllBytes(), UTF_8);
            if (du.waitFor() != 0) {
                throw new AssertionError("du failed: " + output);
            }
            return Long.parseLong(output.substring(0, output.indexOf('\t')));
        } catch (IOException e) {
            throw new AssertionError("du cannot be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while du ran", e);
        }
    }
}
