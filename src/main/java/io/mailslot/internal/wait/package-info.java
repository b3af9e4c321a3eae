/**
 * Waiting until a condition of shared memory holds.
 *
 * <p>{@link io.mailslot.internal.memory.SignalWord} is the protocol between those who wait and those who change
 * something; {@link io.mailslot.internal.wait.Waiting} is how a thread waits;
 * {@link io.mailslot.internal.wait.WaitHub} waits for those who have no thread of their own to sleep in.
 *
 * <table>
 * <caption>How a thread sleeps</caption>
 * <tr><th>Thread</th><th>Words</th><th>Sleeps</th></tr>
 * <tr><td>platform</td><td>1</td><td>on a futex</td></tr>
 * <tr><td>platform</td><td>2 to 128</td><td>on several futexes at once</td></tr>
 * <tr><td>platform</td><td>more</td><td>parked, the hub on its behalf</td></tr>
 * <tr><td>virtual</td><td>any</td><td>parked, the hub on its behalf</td></tr>
 * <tr><td colspan="2">where the system has no such thing</td><td>for up to a millisecond, again and again</td></tr>
 * </table>
 */
package io.mailslot.internal.wait;
