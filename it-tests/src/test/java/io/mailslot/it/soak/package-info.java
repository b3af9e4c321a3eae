/**
 * Everything at once: every form of write and read, on mailslots of every kind, in a home on a small file system, while
 * processes are killed and stopped at random. Every message is accounted for.
 */
package io.mailslot.it.soak;
