/**
 * Mailslots as kernel objects: how they are made and opened, the reading and the writing ends of this process, receivers
 * and durable cursors. The messages lie in a {@link io.mailslot.internal.log.MessageLog}.
 */
package io.mailslot.internal.slot;
