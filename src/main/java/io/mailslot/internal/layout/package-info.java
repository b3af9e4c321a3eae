/** One descriptor class per shared layout: a box diagram, offsets as running sums, and no logic beyond arithmetic. */
package io.mailslot.internal.layout;
