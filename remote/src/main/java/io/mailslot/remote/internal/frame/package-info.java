/** Frames: messages of one outbox on their way to another machine. */
package io.mailslot.remote.internal.frame;
