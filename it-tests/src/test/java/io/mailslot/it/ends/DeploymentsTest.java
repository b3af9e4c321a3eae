package io.mailslot.it.ends;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.JavaCommand;
import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.ProcessObject;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.time.Duration;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An application server: the library in one class loader after the other. */
@ExtendWith(TestHomeExtension.class)
class DeploymentsTest {
    @Test
    void shouldStayOneProcessThroughAllItsClassLoaders(TestHome home) {
        Kernel kernel = home.attach();
        ChildJvm server =
                home.start(ChildJvm.quick(JavaCommand.of(Deployments.class)).toProcessBuilder());
        assertThat(server.line()).isEqualTo("deployed");
        redeploy(server);
        ProcessObject process = kernel.openProcess(
                server.pid(), EnumSet.of(AccessRight.SYNCHRONIZE, AccessRight.QUERY_INFORMATION), false);

        redeploy(server);
        redeploy(server);

        assertThat(process.waitForEnd(Duration.ZERO)).isFalse();
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
        server.end();
        assertThat(process.waitForEnd(Deadline.DEATH_NOTICED)).isTrue();
        process.close();
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
    }

    /**
     * No thread of the container, and nothing else, keeps what waited in it. But for memory that is not wanted yet: JDK 25
     * has the record whose comparison was linked last in a soft reference ({@code ObjectMethods.OBJECT_EQ}).
     */
    @Test
    void shouldLeaveNothingThatKeepsTheClassLoader(TestHome home) {
        ChildJvm server = home.start(ChildJvm.quick(JavaCommand.of(Undeployed.class))
                .jvmOptions("-XX:SoftRefLRUPolicyMSPerMB=0")
                .toProcessBuilder());

        assertThat(server.line()).isEqualTo("collected");
    }

    private static void redeploy(ChildJvm server) {
        server.tell("again");
        assertThat(server.line()).isEqualTo("deployed");
    }
}
