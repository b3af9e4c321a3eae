/** A home in which nobody lives begins anew, and its durable mailslots are carried over. */
package io.mailslot.internal.renewal;
