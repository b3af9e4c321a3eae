/**
 * The commands for events, semaphores and mutexes, and for waiting: {@code mutex}, {@code wait}, {@code event} and {@code
 * semaphore}. What they need of the rest of the command line is in {@link io.mailslot.launcher.sync.SyncContext}; what they
 * show of an object is a look.
 */
package io.mailslot.launcher.sync;
