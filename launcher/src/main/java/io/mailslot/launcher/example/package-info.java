/**
 * The C programs with which mailslots, handles and usage counts are usually explained, through the Win32 facade: the
 * same calls in the same order, each short enough to be read beside its original. {@code mailslot example} runs them.
 */
package io.mailslot.launcher.example;
