package io.mailslot.api;

/**
 * A handle to something that has a signaled state, for {@code Kernel.waitForAny} and its kin. A receiver is signaled
 * while it has an unread message ({@link Receiver#setSignaledFrom}: one from a number on), a process once it has ended and
 * for ever after, an event while it is set, a semaphore while its count is above zero, a mutex while nobody owns it, or the
 * waiting thread does. Waiting needs {@link AccessRight#SYNCHRONIZE}.
 */
public interface Waitable extends KernelHandle {}
