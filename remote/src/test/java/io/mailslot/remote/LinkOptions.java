package io.mailslot.remote;

import io.mailslot.remote.internal.nats.NatsSettings;

/** For tests of the link: what it has to know, from the options of a bridge. */
public final class LinkOptions {
    private LinkOptions() {}

    /**
     * Takes what a link needs.
     *
     * @param options of a bridge
     * @return settings of its link
     */
    public static NatsSettings of(BridgeOptions options) {
        return LinkSettings.of(options);
    }
}
