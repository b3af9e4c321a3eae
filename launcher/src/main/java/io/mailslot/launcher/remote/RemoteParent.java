package io.mailslot.launcher.remote;

/** The command that those of this package are sub-commands of. */
@FunctionalInterface
public interface RemoteParent {
    /** {@return what they need of it} */
    RemoteContext remotes();
}
