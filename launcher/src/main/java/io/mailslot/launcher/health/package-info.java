/**
 * The commands that judge: {@code doctor} for people, {@code check} for monitoring, {@code metrics} for those who draw curves.
 * Each looks at one {@link io.mailslot.inspect.HomeSnapshot} and changes nothing; what they need of the command line is in
 * {@link io.mailslot.launcher.look.LookContext}.
 */
package io.mailslot.launcher.health;
