/** Mailslots of other machines: a {@link io.mailslot.remote.Bridge} carries messages there and back. */
package io.mailslot.remote;
