package io.mailslot.remote.server;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips a test, and says so, where {@code nats-server} or {@code openssl} is not installed. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsNatsServer.Installed.class)
public @interface NeedsNatsServer {
    /** Whether they are. */
    final class Installed implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            for (String program : new String[] {"nats-server", "openssl"}) {
                if (Programs.find(program).isEmpty()) {
                    return ConditionEvaluationResult.disabled(
                            "there is no " + program + " here; install it with apt-get install " + program);
                }
            }
            return ConditionEvaluationResult.enabled("nats-server is installed");
        }
    }
}
