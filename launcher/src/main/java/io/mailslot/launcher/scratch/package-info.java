/** Folders that commands have for themselves, and that go with them. */
package io.mailslot.launcher.scratch;
