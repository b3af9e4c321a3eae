package io.mailslot.launcher.remote;

import io.mailslot.remote.ServerConfig;
import java.io.IOException;
import java.util.List;

/** The configuration of a server that lets some machines in, and each of them say no more than what is its own. */
final class ServerText {
    private ServerText() {}

    static void print(RemoteContext context, String domain, List<String> machines) throws IOException {
        for (String line : ServerConfig.text(domain, machines).split("\n", -1)) {
            context.line(line);
        }
    }
}
