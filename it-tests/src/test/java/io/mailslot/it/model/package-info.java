/** A home as it ought to be, in plain collections, and random steps that compare it with a real one. */
package io.mailslot.it.model;
