/**
 * Mailslots: the message log of each is a Chronicle queue.
 *
 * <p>The only package that uses Chronicle; none of its types shows in a public signature. Entry points for the rest of
 * the library are {@link io.mailslot.internal.slot.MessageLog} with its writer and readers.
 */
package io.mailslot.internal.slot;
