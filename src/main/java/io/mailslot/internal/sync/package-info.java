/** Events, semaphores and mutexes: objects whose only use is to be waited for. */
package io.mailslot.internal.sync;
