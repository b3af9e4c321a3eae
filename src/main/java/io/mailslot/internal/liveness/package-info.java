/** Who is alive: the identity of a process, the lock it holds for life, and how others ask about it. */
package io.mailslot.internal.liveness;
