/**
 * Processes: how a JVM attaches to a home and leaves it, how it starts children that inherit handles, and what the
 * living do for the dead.
 */
package io.mailslot.internal.process;
