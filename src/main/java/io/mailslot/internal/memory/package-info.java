/**
 * Mapped memory and what touches the operating system beneath it: regions, whole-file creation, interrupt shielding,
 * fault points.
 *
 * <p>Access methods of {@link io.mailslot.internal.memory.Region} are named by memory order:
 *
 * <table>
 * <caption>Access methods</caption>
 * <tr><th>Suffix</th><th>Meaning</th></tr>
 * <tr><td>(none)</td><td>plain; ordered by a lock that the caller holds</td></tr>
 * <tr><td>Volatile</td><td>volatile read or write, seen by other processes in one total order</td></tr>
 * <tr><td>Release</td><td>everything written before is visible to whoever reads the value</td></tr>
 * <tr><td>cas</td><td>volatile compare-and-set</td></tr>
 * </table>
 */
package io.mailslot.internal.memory;
