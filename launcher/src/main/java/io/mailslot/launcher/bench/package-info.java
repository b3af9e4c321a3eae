/**
 * Measures messages between JVMs of this machine, in a home of its own that is gone afterwards. It knows of the command line what
 * {@link io.mailslot.launcher.bench.BenchContext} says. {@code Bench} directs; {@code Side} is what the JVMs run that it starts.
 */
package io.mailslot.launcher.bench;
