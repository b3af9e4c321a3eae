package io.mailslot.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A parameter that is a child JVM which does what it is told ({@code Jvms.start()}). The same name is the same child in a test and in
 * the methods around it.
 *
 * @since 0.1.0
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Named {
    /** {@return its name, which is shown in what is reported} */
    String value();
}
