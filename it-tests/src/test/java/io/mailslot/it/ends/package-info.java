/** How JVMs, threads, files and class loaders end while they are in use, and what others see of it. */
package io.mailslot.it.ends;
