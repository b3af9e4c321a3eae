package io.mailslot.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A parameter that is a child JVM which runs an application's main, unchanged.
 *
 * @since 0.1.0
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Jvm {
    /** {@return the class that has the main; it need not be public} */
    Class<?> main();

    /** {@return its arguments} */
    String[] args() default {};

    /**
     * {@return what it prints when it is ready, as a regular expression whose groups {@code Child.ready()} has; the test begins then, or
     * at once if nothing is said}
     */
    String ready() default "";
}
