/**
 * Commands that change a home: they make, fill, empty and delete mailslots, and mend what processes have left or will not let
 * go of. They know of the command line what {@link io.mailslot.launcher.act.ActContext} says.
 */
package io.mailslot.launcher.act;
