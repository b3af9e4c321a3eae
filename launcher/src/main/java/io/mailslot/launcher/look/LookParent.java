package io.mailslot.launcher.look;

/** The command that the looks are sub-commands of. */
@FunctionalInterface
public interface LookParent {
    /** {@return what looks need of it} */
    LookContext looks();
}
