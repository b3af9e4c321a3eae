/** Waiting until a condition of shared memory holds. */
package io.mailslot.internal.wait;
