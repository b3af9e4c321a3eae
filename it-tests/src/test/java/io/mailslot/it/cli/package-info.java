/** The real command line, as a user runs it. */
package io.mailslot.it.cli;
