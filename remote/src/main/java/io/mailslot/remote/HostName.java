package io.mailslot.remote;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.InvalidArgumentException;
import io.mailslot.remote.internal.config.Names;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** What this machine calls itself. */
final class HostName {
    private HostName() {}

    /** The host name up to its first dot. */
    static String shortName() {
        String name = hostName();
        int dot = name.indexOf('.');
        try {
            return Names.checkHost("machine", dot < 0 ? name : name.substring(0, dot));
        } catch (InvalidArgumentException e) {
            throw new BridgeException(
                    ErrorCode.INVALID_PARAMETER,
                    "this machine's host name '" + name
                            + "' is no name of a machine; set the key name, as in: name = till-1",
                    e);
        }
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            throw new BridgeException(
                    ErrorCode.INVALID_PARAMETER,
                    "this machine's host name cannot be found: " + e.getMessage()
                            + "; set the key name, as in: name = till-1",
                    e);
        }
    }
}
