package io.mailslot.launcher.remote;

import io.mailslot.remote.BridgeOptions;
import io.mailslot.remote.DomainStreams;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The streams of a domain, made by who may make them. */
final class StreamMaking {
    private StreamMaking() {}

    static void make(RemoteContext context, Path config, List<String> machines) throws IOException {
        BridgeOptions options = BridgeOptions.load(config);
        DomainStreams.make(options, machines);
        context.line("the streams for " + String.join(", ", machines) + ", and for all of the domain "
                + options.domain() + ", are there");
    }
}
