/** The command line of a child JVM: what it runs, and what it has from this one. */
package io.mailslot.internal.command;
