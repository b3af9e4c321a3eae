package io.mailslot.launcher.bench;

/** The command that the one of this package is a sub-command of. */
@FunctionalInterface
public interface BenchParent {
    /** {@return what it needs of it} */
    BenchContext benches();
}
