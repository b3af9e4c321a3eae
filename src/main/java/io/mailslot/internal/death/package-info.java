/**
 * Who is alive, who has died and how, and what the living do for the dead: the watch for deaths, the reaper, exit codes,
 * and the tickets by which children claim their records.
 */
package io.mailslot.internal.death;
