/**
 * The commands that look again and again: {@code stat}, a line for each mailslot, and {@code top}, a screen. What comes and goes is
 * told by two looks; nothing is attached to.
 */
package io.mailslot.launcher.top;
