/** Ways for messages from one JVM to another: the library's and those of its peers, all behind one interface. */
package io.mailslot.benchmarks.transport;
