/** Ordinary files as kernel objects: opened under one home's rules of sharing, with a file pointer in shared memory. */
package io.mailslot.internal.file;
