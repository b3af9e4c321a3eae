package io.mailslot.launcher.sync;

/** The command that those of this package are sub-commands of. */
@FunctionalInterface
public interface SyncParent {
    /** {@return what they need of it} */
    SyncContext synchronization();
}
