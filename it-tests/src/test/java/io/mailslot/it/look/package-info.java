/** Reading that is acknowledged: what is looked at stays unread until the receiver advances over it. */
package io.mailslot.it.look;
