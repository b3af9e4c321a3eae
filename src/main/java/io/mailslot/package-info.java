/**
 * The door: {@link io.mailslot.Kernel} attaches this JVM to a home and creates, opens, inherits and closes what lives
 * there. {@link io.mailslot.JavaCommand} describes a child JVM, {@link io.mailslot.JvmFlags} knows the
 * flags with which a JVM opens to the library what that would open itself.
 */
@NullMarked
package io.mailslot;

import org.jspecify.annotations.NullMarked;
