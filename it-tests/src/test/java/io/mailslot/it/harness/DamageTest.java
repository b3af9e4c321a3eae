package io.mailslot.it.harness;

import io.mailslot.junit.ChildJvms;
import io.mailslot.testkit.ErrorOutput;
import io.mailslot.testkit.Leaks;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** As {@link HomeTest}, for tests that damage their home, and so say {@link TestHome#letFilesStay}. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(TestHomeExtension.class)
@ChildJvms(
        timeout = "120s",
        errorOutput = ErrorOutput.FORBIDDEN,
        leaks = Leaks.PROCESSES_ONLY,
        settings = HomeSettings.class)
public @interface DamageTest {}
