/** The home: which directory it is, whether it is safe to use, and what lies where in it. */
package io.mailslot.internal.home;
