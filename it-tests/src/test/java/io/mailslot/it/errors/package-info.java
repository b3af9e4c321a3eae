/** What a home remembers of errors, whatever becomes of those who met them. */
package io.mailslot.it.errors;
