/** What mailslots promise about messages when they are small, busy, shared, and their writers and readers die. */
package io.mailslot.it.slot;
