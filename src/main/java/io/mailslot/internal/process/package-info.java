/** Processes: how a JVM attaches to a home and leaves it, and how it starts children that inherit handles. */
package io.mailslot.internal.process;
