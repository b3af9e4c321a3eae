/**
 * The commands that look at a home and change nothing: {@code ps}, {@code handles} and their like. Each is a view of one
 * {@link io.mailslot.inspect.HomeSnapshot}, of a home or from a file that {@code snapshot} has written; what they print as
 * JSON is a part of what that prints. What they need of the rest of the command line is in
 * {@link io.mailslot.launcher.look.LookContext}.
 */
package io.mailslot.launcher.look;
