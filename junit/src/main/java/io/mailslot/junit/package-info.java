/**
 * The test kit as an extension of JUnit Jupiter: {@link io.mailslot.junit.ChildJvms} gives the tests of a class the children that they
 * start, and ends and checks these. What a test does with them is in {@link io.mailslot.testkit}.
 */
@NullMarked
package io.mailslot.junit;

import org.jspecify.annotations.NullMarked;
