/**
 * Tests with several real JVMs. {@link io.mailslot.testkit.Jvms} starts children: JVMs that run code of the test, an application's
 * own {@code main}, a jar, or any program; {@link io.mailslot.testkit.Child} waits for what they do, and stops and kills them.
 * Every wait is also one for the child's end and for the time, and fails with what the child has said and is doing. Nothing is
 * left behind when a test has ended, nor when its JVM is killed.
 *
 * <p>Nothing here needs a test framework; {@code mailslot-junit} has an extension for JUnit Jupiter.
 */
@NullMarked
package io.mailslot.testkit;

import org.jspecify.annotations.NullMarked;
