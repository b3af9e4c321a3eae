/**
 * The demonstration behind {@code mailslot demo}. A {@link io.mailslot.launcher.demo.Scene} directs real child JVMs (the
 * classes whose names end in Role) and checks what they report. To add one, write a scene and list it in
 * {@link io.mailslot.launcher.demo.Demo}.
 *
 * <p>Roles report in lines on their standard output, see {@link io.mailslot.launcher.demo.Report}, and take their cues
 * from standard input, so that the play goes the same way each time without a single sleep.
 */
package io.mailslot.launcher.demo;
