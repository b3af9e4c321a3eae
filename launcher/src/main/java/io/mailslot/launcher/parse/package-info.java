/**
 * What the parser needs to know of each command, written down by the build: to read it from the annotations takes a command that looks
 * longer than to look. The annotations remain the only description; whatever this one does not carry is left to them.
 */
package io.mailslot.launcher.parse;
