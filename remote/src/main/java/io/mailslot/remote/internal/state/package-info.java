/** What a bridge keeps in its home: how far it has come, and who its outboxes are. */
package io.mailslot.remote.internal.state;
