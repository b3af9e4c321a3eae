/** Names of other computers: what the library promises of them, with and without a bridge. */
package io.mailslot.it.away;
