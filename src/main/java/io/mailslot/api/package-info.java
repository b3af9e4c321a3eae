/**
 * What a user of the library touches: the interfaces of open handles and of what is told of them, their options, and the
 * exceptions. This package imports the JDK only. The library alone implements its interfaces, and later versions add to them.
 *
 * <p>Start at {@code io.mailslot.Kernel}; it hands out {@link io.mailslot.api.Receiver}s,
 * {@link io.mailslot.api.Sender}s and {@link io.mailslot.api.ChildProcess}es. Every failure is a
 * {@link io.mailslot.api.MailslotException} that carries the {@link io.mailslot.api.ErrorCode} Windows would report; but a
 * null where none is allowed is a {@link NullPointerException}, and a part outside of its array an
 * {@link IndexOutOfBoundsException}.
 */
@NullMarked
package io.mailslot.api;

import org.jspecify.annotations.NullMarked;
