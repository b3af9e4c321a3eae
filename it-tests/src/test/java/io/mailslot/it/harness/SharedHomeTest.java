package io.mailslot.it.harness;

import io.mailslot.junit.ChildJvms;
import io.mailslot.junit.Scope;
import io.mailslot.testkit.ErrorOutput;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * As {@link HomeTest}, but all tests of the class have the same home, and the same children: where each would start one only to talk to
 * it. A test closes what it has opened ({@link Handles#closeAll}). What is left is looked for when all have ended.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(TestHomeExtension.class) // the first one looks last
@ChildJvms(scope = Scope.CLASS, timeout = "120s", errorOutput = ErrorOutput.FORBIDDEN, settings = HomeSettings.class)
public @interface SharedHomeTest {}
