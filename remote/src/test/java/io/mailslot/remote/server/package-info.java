/** Real servers for tests: they listen on loopback only, and are ended with the test or with this JVM, in whatever way. */
package io.mailslot.remote.server;
