/**
 * Mailslots as kernel objects: how they are made and opened, the reading and the writing ends of this process, receivers
 * and durable cursors. The messages lie in a {@link io.mailslot.internal.log.MessageLog}.
 *
 * <p>An <em>end</em> is what this JVM has open of a receiver or sender object, shared by all handles to it; a <em>view</em> is
 * one handle to it, with its rights, as users see it. Making: {@code Mailslots}, {@code Creation}, {@code Capacities},
 * {@code DurableMailslots}. Ends: {@code SlotEnds}, {@code SlotEnd}, {@code SenderEnd}, {@code ReceiverEnd} with
 * {@code Drain} and {@code LookAhead}. Views: {@code SenderView}, {@code ReceiverView}, {@code NameBoundSenderView},
 * {@code DeviceView}. Full mailslots: {@code RoomWait}, {@code UntoldRoom}. What senders know of receivers:
 * {@code Receivers}; of each other: {@code WriterLiveness}. What is loaded ahead for a first message: {@code Preparation}.
 */
package io.mailslot.internal.slot;
