package io.mailslot.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The variables that JVMs take options from. */
class ToolOptionsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=5005",
                "-agentlib:jdwp",
                "-agentpath:/opt/jdk/lib/libjdwp.so=transport=dt_socket",
                "-Xrunjdwp:transport=dt_socket",
                "-Xdebug",
                "-Xnoagent"
            })
    void shouldTakeTheDebuggerOut(String debugger) {
        for (String variable : new String[] {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"}) {
            assertThat(without(variable, debugger)).doesNotContainKey(variable);
            assertThat(without(variable, "-Da='x  y' " + debugger + "\t\"-Db=-Xdebug z\""))
                    .containsEntry(variable, "-Da='x  y' \"-Db=-Xdebug z\"");
            assertThat(without(variable, '"' + debugger + '"')).doesNotContainKey(variable);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-Xmx64m", "-javaagent:x.jar  -agentlib:jdwpx", "-Dx=-Xdebug '-Dy=a -Xdebug'"})
    void shouldLeaveAllElseAsItStands(String options) {
        assertThat(without("JAVA_TOOL_OPTIONS", options)).containsEntry("JAVA_TOOL_OPTIONS", options);
    }

    @Test
    void shouldReadOptionsAsAJvmDoes() {
        Map<String, String> environment =
                Map.of("JAVA_TOOL_OPTIONS", " -Da=1\t'-Db=x y' ", "JDK_JAVA_OPTIONS", "-D\"c=z z\"", "OTHER", "-Dd");
        assertThat(ToolOptions.in(environment)).containsExactlyInAnyOrder("-Da=1", "-Db=x y", "-Dc=z z");
    }

    @ParameterizedTest
    @CsvSource({
        "-ea, ASSERTIONS",
        "-da:com.example..., ASSERTIONS",
        "-esa, ASSERTIONS",
        "--enable-preview, PREVIEW",
        "--patch-module=a=b, MODULE_PATH",
        "--add-opens=java.base/java.lang=ALL-UNNAMED, MODULE_OPTIONS",
        "--add-modules=ALL-MODULE-PATH, MODULE_OPTIONS",
        "-javaagent:/x.jar=a:b, AGENTS",
        "-agentlib:hprof, AGENTS",
        "-Dfile.encoding=UTF-8, ENCODINGS",
        "-Dstdout.encoding=UTF-8, ENCODINGS",
        "-Duser.language=ar, LOCALE",
        "-Duser.country.format=EG, LOCALE",
        "-Duser.timezone=UTC, TIME_ZONE"
    })
    void shouldKnowWhatGoesAlong(String option, String trait) {
        assertThat(ThisJvm.traitOf(option).orElseThrow().name()).isEqualTo(trait);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-Duser.home=/x",
                "-Duser.languages=x",
                "-Dx=-ea",
                "-agentlib:jdwp=server=y",
                "-Xdebug",
                "-eau"
            })
    void shouldLeaveTheRestBehind(String option) {
        assertThat(ThisJvm.traitOf(option)).isEmpty();
    }

    private static Map<String, String> without(String variable, String value) {
        Map<String, String> environment = new HashMap<>(Map.of(variable, value));
        ToolOptions.removeDebugger(environment);
        return environment;
    }
}
