/**
 * What the JDK's flight recordings are told of: only what is slow anyway, never a single message. Nothing of the recorder is loaded
 * before somebody records: whoever may have something to tell asks {@link io.mailslot.internal.flight.Flight#isRecorded} first, and
 * touches none of the other classes unless it says so. Nothing is told while a lock is held that others wait for: the first event
 * of a kind takes milliseconds.
 */
package io.mailslot.internal.flight;
