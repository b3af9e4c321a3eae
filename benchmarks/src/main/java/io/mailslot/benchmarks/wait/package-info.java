/**
 * How long sleeping, spinning and idle receivers take, and what they cost, against peers: {@link
 * io.mailslot.benchmarks.wait.WaitRace} starts every side in a JVM of its own.
 */
package io.mailslot.benchmarks.wait;
