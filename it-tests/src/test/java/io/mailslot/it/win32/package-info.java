/** The facade against the rules of Windows, one by one; and overlapped operations. */
package io.mailslot.it.win32;
