/** Looks at homes: what snapshots and the commands that show them tell, and that they change nothing. */
package io.mailslot.it.sight;
