package io.mailslot.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A person's debugger in a child. */
class DebuggerTest {
    @Test
    void shouldWaitForADebugger() throws Exception {
        try (Jvms jvms = Patient.jvms()) {
            Child child = jvms.jvm().withDebugger().start(c -> System.out.println("debugged"));
            String port = child.awaitOutput(Debugging.LISTENING).group(1);
            AttachingConnector connector = Bootstrap.virtualMachineManager().attachingConnectors().stream()
                    .filter(one -> one.transport().name().equals("dt_socket"))
                    .findAny()
                    .orElseThrow();
            Map<String, Connector.Argument> arguments = connector.defaultArguments();
            arguments.get("hostname").setValue("127.0.0.1");
            arguments.get("port").setValue(port);

            connector.attach(arguments).dispose();

            assertThat(child.awaitEnd().isClean()).isTrue();
            assertThat(child.out()).contains("debugged");
            assertThatThrownBy(() -> jvms.jvm()
                            .withDebugger()
                            .stopAt(Stop.at(Worker.class, "commit"))
                            .start())
                    .hasMessageContaining("the test is its debugger already");
        }
    }
}
