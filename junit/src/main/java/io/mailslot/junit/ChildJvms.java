package io.mailslot.junit;

import io.mailslot.testkit.ErrorOutput;
import io.mailslot.testkit.Leaks;
import io.mailslot.testkit.OpenHandles;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests that start children. A test, or a method around it, that has one of these parameters gets
 *
 * <ul>
 *   <li>{@link io.mailslot.testkit.Jvms}: what starts children, with a home and a folder of the test's own;
 *   <li>{@link io.mailslot.Kernel}: this JVM's attachment to that home;
 *   <li>{@link io.mailslot.testkit.Child} with {@link Named} or {@link Jvm}: a child that is started before the test.
 * </ul>
 *
 * <p>When the test has ended all children are ended. A test that passed fails then if one of them ended badly and nobody has looked,
 * or if something is left behind; one that failed has what its children printed as suppressed exceptions, and their files are kept:
 * below {@code target/mailslot-testkit} or {@code build/mailslot-testkit}, or the folder in the system property
 * {@code mailslot.testkit.folder}. The files of all tests are kept with {@code -Dmailslot.testkit.keep}.
 *
 * <p>On a class it is for all of its tests, those of nested and derived classes included; on a method, or on an annotation of your
 * own, too. Tests may run in parallel.
 *
 * @since 0.1.0
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(ChildJvmsExtension.class)
public @interface ChildJvms {
    /**
     * {@return how long each wait for a child may take: a number and {@code s} or {@code m}; it is multiplied with the system property
     * {@code mailslot.testkit.timeout.factor}, and off while somebody debugs}
     */
    String timeout() default "30s";

    /** {@return whose the children are} */
    Scope scope() default Scope.METHOD;

    /** {@return what becomes of a test that leaves processes or a damaged home behind} */
    Leaks leaks() default Leaks.FAIL;

    /** {@return whether children may print on standard error} */
    ErrorOutput errorOutput() default ErrorOutput.ALLOWED;

    /** {@return whether this JVM's kernel may have open handles when the test ends} */
    OpenHandles openHandles() default OpenHandles.ALLOWED;

    /** {@return options of all children that are JVMs} */
    String[] jvmOptions() default {};

    /** {@return what changes the options of each test, one after the other; they have constructors without parameters} */
    Class<? extends JvmsSettings>[] settings() default {};

    /**
     * {@return how many children there may be in this JVM before a further test with children begins: tests that run in parallel would
     * overwhelm the machine; one test may have more}
     */
    int maxLiving() default 16;
}
