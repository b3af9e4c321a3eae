package io.mailslot.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which agents of the test's JVM children have, and with what settings. */
class AgentsTest {
    private static final String USUAL = "jacoco,kover";

    @Test
    void shouldPlaceCoverageOfAChildBesideThatOfTheTest() {
        String here = Path.of("").toAbsolutePath().toString();

        assertThat(Agents.options(
                        List.of("-Xmx1g", "-javaagent:lib/jacocoagent.jar=destfile=target/all.exec,includes=shop.*"),
                        USUAL,
                        "the writer",
                        List.of()))
                .containsExactly("-javaagent:" + here + "/lib/jacocoagent.jar=includes=shop.*,destfile=" + here
                        + "/target/all.exec,sessionid=the-writer");
        assertThat(Agents.options(List.of("-javaagent:/lib/org.jacoco.agent.jar"), USUAL, "a", List.of()))
                .containsExactly("-javaagent:/lib/org.jacoco.agent.jar=destfile=" + here + "/jacoco.exec,sessionid=a");
    }

    @Test
    void shouldLeaveOthersOut() {
        List<String> ours = List.of(
                "-agentlib:jdwp=transport=dt_socket",
                "-javaagent:/lib/otel.jar",
                "-javaagent:/lib/kover-agent.jar=file:x");

        assertThat(Agents.options(ours, USUAL, "a", List.of()))
                .containsExactly("-javaagent:/lib/kover-agent.jar=file:x");
        assertThat(Agents.options(ours, "otel", "a", List.of())).containsExactly("-javaagent:/lib/otel.jar");
        assertThat(Agents.options(ours, "otel", "a", List.of("-Xmx1g -javaagent:/lib/otel.jar")))
                .isEmpty();
        assertThat(Agents.options(ours, "", "a", List.of())).isEmpty();
    }
}
