package io.mailslot.it.harness;

import io.mailslot.junit.ChildJvms;
import io.mailslot.testkit.ErrorOutput;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests whose children are those of the test kit, in the {@link TestHome} of the test, if it asks for one. The kit ends the children
 * and looks for processes and damage; then the home is looked at for files, mappings and descriptors that are left.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(TestHomeExtension.class) // the first one looks last
@ChildJvms(timeout = "120s", errorOutput = ErrorOutput.FORBIDDEN, settings = HomeSettings.class)
public @interface HomeTest {}
