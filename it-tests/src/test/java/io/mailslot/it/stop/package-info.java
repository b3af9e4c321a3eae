/** One process stands still (SIGSTOP) at the worst moment, and costs others an error in time at most. */
package io.mailslot.it.stop;
