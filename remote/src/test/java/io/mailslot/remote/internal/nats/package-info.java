/** The link, against real servers. */
package io.mailslot.remote.internal.nats;
