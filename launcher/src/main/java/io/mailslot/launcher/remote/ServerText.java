package io.mailslot.launcher.remote;

import io.mailslot.remote.ServerConfig;
import java.io.IOException;
import java.util.List;

/** The configuration of a server that lets some machines in, and each of them say no more than what is its own. */
final class ServerText {
    private ServerText() {}

    /** With null for who makes the streams if each machine makes its own. */
    static void print(RemoteContext context, String domain, List<String> machines, String maker) throws IOException {
        String text =
                maker == null ? ServerConfig.trusting(domain, machines) : ServerConfig.text(domain, machines, maker);
        for (String line : text.split("\n", -1)) {
            context.line(line);
        }
    }
}
