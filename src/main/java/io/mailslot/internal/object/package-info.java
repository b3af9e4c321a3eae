/**
 * The control plane: objects, names, processes, handle tables, usage counts, and the lock that orders changes to them.
 *
 * <p>Handle tables are the truth. Usage counts, chains and indices are derived from them, are changed only by whoever
 * holds the {@link io.mailslot.internal.object.KernelLock}, and are rebuilt by
 * {@link io.mailslot.internal.object.Recovery} when a process died while it held the lock with the dirty mark set.
 */
package io.mailslot.internal.object;
