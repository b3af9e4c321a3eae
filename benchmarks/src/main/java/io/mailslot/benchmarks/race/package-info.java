/**
 * Races between JVMs: {@link io.mailslot.benchmarks.race.PeerRace} of messages, {@link
 * io.mailslot.benchmarks.race.WaitRace} of waiting, and {@link io.mailslot.benchmarks.race.Scaling}. Every side runs in a
 * JVM of its own, as {@link io.mailslot.benchmarks.race.Side}.
 */
package io.mailslot.benchmarks.race;
