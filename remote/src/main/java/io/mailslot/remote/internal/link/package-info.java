/** What the bridge needs of an engine that stores frames and brings them to other machines. */
package io.mailslot.remote.internal.link;
