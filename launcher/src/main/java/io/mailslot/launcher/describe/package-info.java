/**
 * What describes the commands to others than their users: completion for shells, and manual pages. All of it is made of the
 * description by which the command line is read, so that neither lacks a command or an option.
 */
package io.mailslot.launcher.describe;
