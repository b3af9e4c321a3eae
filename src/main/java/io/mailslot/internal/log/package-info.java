/**
 * The message log of a mailslot: a Chronicle queue that rolls by size, with a control page and an arena for larger messages
 * beside it. It knows nothing of kernel objects; what its receivers still need it asks of them.
 *
 * <p>The only package that uses Chronicle; none of its types shows in a public signature. Entry points are
 * {@link io.mailslot.internal.log.MessageLog} with its writer and readers, and {@link io.mailslot.internal.log.LogCheck}
 * and {@link io.mailslot.internal.log.LogPeek} for those who only look.
 */
package io.mailslot.internal.log;
