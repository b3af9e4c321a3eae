/** What a home remembers of errors, for whoever asks later: each kind once, with how often. Written on error paths only. */
package io.mailslot.internal.errors;
