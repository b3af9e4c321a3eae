package io.mailslot.launcher.bench;

import java.nio.file.Path;

/**
 * What a JVM is to do that the benchmark starts.
 *
 * @param sends whether it sends; else it receives
 * @param carrier what carries the messages
 * @param index of the JVM among those that do the same
 * @param senders how many send
 * @param size bytes of a message
 * @param batch messages that are sent by one call
 * @param broadcast whether each receiver gets every message
 * @param folder where the home is, and sockets and pipes are
 */
record Task(
        boolean sends, Carrier carrier, int index, int senders, int size, int batch, boolean broadcast, Path folder) {
    /** A message holds when it was due. */
    static final int SMALLEST = Long.BYTES;

    private static final String BROADCAST = "\\\\*\\mailslot\\bench";

    static Task of(String[] words) {
        return new Task(
                Boolean.parseBoolean(words[0]),
                Carrier.valueOf(words[1]),
                Integer.parseInt(words[2]),
                Integer.parseInt(words[3]),
                Integer.parseInt(words[4]),
                Integer.parseInt(words[5]),
                Boolean.parseBoolean(words[6]),
                Path.of(words[7]));
    }

    String[] words() {
        return new String[] {
            String.valueOf(sends),
            carrier.name(),
            String.valueOf(index),
            String.valueOf(senders),
            String.valueOf(size),
            String.valueOf(batch),
            String.valueOf(broadcast),
            folder.toString()
        };
    }

    String who() {
        return (sends ? "sender " : "receiver ") + (index + 1);
    }

    static Path home(Path folder) {
        return folder.resolve("home");
    }

    static Path socket(Path folder) {
        return folder.resolve("socket");
    }

    /** Each sender has one of its own. */
    static Path pipe(Path folder, int sender) {
        return folder.resolve("pipe-" + sender);
    }

    static String mailslot(boolean broadcast) {
        return broadcast ? BROADCAST : "bench";
    }
}
