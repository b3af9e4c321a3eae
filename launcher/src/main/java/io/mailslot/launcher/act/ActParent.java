package io.mailslot.launcher.act;

/** The command that those of this package are sub-commands of. */
@FunctionalInterface
public interface ActParent {
    /** {@return what they need of it} */
    ActContext acts();
}
