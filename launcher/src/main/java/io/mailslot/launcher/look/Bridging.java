package io.mailslot.launcher.look;

import io.mailslot.api.ObjectType;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.MailslotStatus;
import io.mailslot.inspect.ObjectStatus;
import io.mailslot.inspect.ProcessStatus;
import io.mailslot.inspect.ProcessStatus.OsState;
import io.mailslot.inspect.ReceiverStatus;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a snapshot shows of the way to other machines: outboxes, and the bridge that carries from them. The bridge is not asked,
 * and nothing of it is loaded: it is whoever owns a mutex of the home, and an event tells how its link is.
 */
public final class Bridging {
    /** The mutex that the bridge owns, and the mailslot at which it can be asked. */
    public static final String NAME = "bridge";

    /** The event that is set while the bridge reaches a server. */
    public static final String LINK = "bridge/connected";

    /** The event that is set while the servers of the bridge are of a version that they should not be. */
    public static final String OLD_SERVERS = "bridge/old-servers";

    /** The durable mailslot with what the bridge has noted for itself. */
    private static final String STATE = "bridge/state";

    private final HomeSnapshot home;
    private final ProcessStatus bridge;
    private final Boolean connected;
    private final List<Outbox> outboxes;

    /** How an outbox is carried from. */
    public enum Way {
        /** What comes is sent on. */
        OPEN,
        /** Nobody carries. */
        NO_BRIDGE,
        /** The bridge stands still, by a signal or a debugger. */
        STOPPED,
        /** The bridge reaches no server. */
        NO_LINK,
        /** The bridge has another configuration by now, which does not have this outbox. */
        WITHDRAWN
    }

    private Bridging(HomeSnapshot home) {
        this.home = home;
        Holders holders = new Holders(home);
        bridge = named(ObjectType.MUTEX, NAME)
                .flatMap(holders::owner)
                .filter(process -> process.osState() != OsState.ENDED)
                .orElse(null);
        connected = bridge == null
                ? null
                : named(ObjectType.EVENT, LINK).map(ObjectStatus::signaled).orElse(null);
        outboxes = home.mailslots().stream()
                .map(Outbox::of)
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * That of a home.
     *
     * @param home of a snapshot
     * @return what there is of it
     */
    public static Bridging of(HomeSnapshot home) {
        return new Bridging(home);
    }

    /**
     * Whether a mailslot is the bridge's own memory, which nobody else is to read.
     *
     * @param mailslot of a snapshot
     * @return whether it is
     */
    public static boolean isMemory(MailslotStatus mailslot) {
        return mailslot.name().equals(STATE);
    }

    private Optional<ObjectStatus> named(ObjectType type, String name) {
        return home.objects().stream()
                .filter(object -> object.type() == type && object.name().equals(name))
                .findFirst();
    }

    /** {@return whether there is anything of it} */
    public boolean isThere() {
        return bridge != null || !outboxes.isEmpty();
    }

    /** {@return the process that carries; empty if none does} */
    public Optional<ProcessStatus> bridge() {
        return Optional.ofNullable(bridge);
    }

    /** {@return whether the bridge reaches a server; empty if there is none, or it does not tell} */
    public Optional<Boolean> connected() {
        return Optional.ofNullable(connected);
    }

    /** {@return whether the bridge tells that its servers are old} */
    public boolean hasOldServers() {
        return bridge != null
                && named(ObjectType.EVENT, OLD_SERVERS)
                        .map(ObjectStatus::signaled)
                        .orElse(false);
    }

    /** {@return all outboxes} */
    public List<Outbox> outboxes() {
        return outboxes;
    }

    /** {@return unread messages of all outboxes} */
    public long waiting() {
        return outboxes.stream()
                .mapToLong(outbox -> Math.max(0, outbox.mailslot().messageCount()))
                .sum();
    }

    /**
     * How an outbox is carried from.
     *
     * @param outbox of this home
     * @return the first thing that is in the way
     */
    public Way way(Outbox outbox) {
        if (bridge == null) {
            return Way.NO_BRIDGE;
        }
        if (outbox.mailslot().receivers().stream().noneMatch(ReceiverStatus::open)) {
            return Way.WITHDRAWN;
        }
        if (bridge.osState() == OsState.STOPPED) {
            return Way.STOPPED;
        }
        return Boolean.FALSE.equals(connected) ? Way.NO_LINK : Way.OPEN;
    }

    /** {@return in a few words how the bridge is; empty if there is nothing of it} */
    public String words() {
        if (bridge == null) {
            return outboxes.isEmpty() ? "" : "NO BRIDGE";
        }
        if (bridge.osState() == OsState.STOPPED) {
            return "bridge STOPPED";
        }
        return connected == null ? "bridge" : connected ? "bridge connected" : "bridge NOT CONNECTED";
    }

    /** {@return the process that carries; empty if none does} */
    OptionalLong processId() {
        return bridge == null ? OptionalLong.empty() : OptionalLong.of(bridge.processId());
    }

    /**
     * A mailslot of this home whose messages go to another machine: its name has a host.
     *
     * @param mailslot where they wait
     * @param host the computer or domain; {@link #OTHERS} for every other machine
     */
    public record Outbox(MailslotStatus mailslot, String host) {
        /** Stands for every other machine of the domain. */
        static final String OTHERS = "+";

        private static final String PREFIX = "\\\\";

        /**
         * The outbox that a mailslot is.
         *
         * @param mailslot of a snapshot
         * @return empty if it is none
         */
        public static Optional<Outbox> of(MailslotStatus mailslot) {
            return host(mailslot.name()).map(host -> new Outbox(mailslot, host));
        }

        /**
         * The host of a name.
         *
         * @param name of a mailslot, in whatever form
         * @return a computer or domain; empty if the name is of this machine
         */
        public static Optional<String> host(String name) {
            int end = name.startsWith(PREFIX) ? name.indexOf('\\', PREFIX.length()) : -1;
            String host = end < 0 ? "." : name.substring(PREFIX.length(), end);
            boolean here = host.equals(".") || host.equals("?") || host.equals("*");
            return here ? Optional.empty() : Optional.of(host);
        }

        /** {@return whose mailslot it leads to, in words} */
        public String target() {
            return host.equals(OTHERS) ? "every other machine" : host;
        }
    }
}
