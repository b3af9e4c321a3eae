/**
 * {@link io.mailslot.remote.internal.link.Link} by NATS with JetStream; nothing else knows what the engine is.
 *
 * <p>Subjects: {@code ms.<domain>.to.<to>.<from>.<slot>} for one machine, {@code ms.<domain>.all.<from>.<slot>} for all of them,
 * {@code ms.<domain>.hello} for who is there.
 *
 * <p>Streams: one a machine, {@code ms__<domain>__to__<machine>}, from which the engine removes a frame when the machine has taken it;
 * and one a domain, {@code ms__<domain>__all}, from which frames go by age and number, so that a slow machine holds up no other one.
 * A machine has a stream of its own because a server's permissions are by whole words of a subject: so they can say that a machine
 * reads, and removes, what is addressed to itself and nothing else, see {@link io.mailslot.remote.internal.nats.NatsPermissions}.
 *
 * <p>Connections: {@code Connector} makes one after the other; a {@code Session} is what one of them can do. The client library's own
 * way to connect again is not used: it gives up when a server has refused twice.
 */
package io.mailslot.remote.internal.nats;
