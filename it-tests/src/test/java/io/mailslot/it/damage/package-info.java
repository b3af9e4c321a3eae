/** Files of a home are damaged, or swapped for something else, while processes work with them. */
package io.mailslot.it.damage;
