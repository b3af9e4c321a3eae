/**
 * The command line: {@code mailslot receive}, {@code send} and their like. {@link io.mailslot.launcher.Start} is the
 * entry point; each sub-command is one class. Standard output carries data only, everything said to people goes to
 * standard error, and {@link io.mailslot.launcher.ExitCode} holds every exit code.
 */
package io.mailslot.launcher;
