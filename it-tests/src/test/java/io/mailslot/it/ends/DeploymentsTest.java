package io.mailslot.it.ends;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.ProcessObject;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An application server: the library in one class loader after the other. */
@HomeTest
class DeploymentsTest {
    @Test
    void shouldStayOneProcessThroughAllItsClassLoaders(TestHome home, Jvms jvms, Kernel kernel) {
        Child server = jvms.jvm().startedPlainly().start();
        server.run(c -> Deployments.deploy());
        redeploy(server);
        ProcessObject process = kernel.openProcess(
                server.pid(), ObjectOpenOptions.of(AccessRight.SYNCHRONIZE, AccessRight.QUERY_INFORMATION));

        redeploy(server);
        redeploy(server);

        assertThat(process.waitForEnd(Duration.ZERO)).isFalse();
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
        server.run(c -> Deployments.undeploy());
        jvms.all(server);
        assertThat(process.waitForEnd(Deadline.DEATH_NOTICED)).isTrue();
        process.close();
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
    }

    /**
     * No thread of the container, and nothing else, keeps what waited in it. But for memory that is not wanted yet: JDK 25
     * has the record whose comparison was linked last in a soft reference ({@code ObjectMethods.OBJECT_EQ}).
     */
    @Test
    void shouldLeaveNothingThatKeepsTheClassLoader(Jvms jvms) {
        Child server = jvms.jvm(Undeployed.class)
                .withJvmOptions("-XX:SoftRefLRUPolicyMSPerMB=0")
                .start();

        jvms.all(server);

        assertThat(server.out()).isEqualTo("collected\n");
    }

    private static void redeploy(Child server) {
        server.run(c -> Deployments.undeploy());
        server.run(c -> Deployments.deploy());
    }
}
