package io.mailslot.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.testkit.engine.EngineTestKit;

/** The tests in the guide compile, and pass. */
class GuideTest {
    private static final Path GUIDE = Path.of("../docs/testing.md");
    private static final Pattern BLOCK = Pattern.compile("```java\\n(.*?)\\n```", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("(?m)^(?:public )?class (\\w+) ");

    private static final Pattern NAMES = Pattern.compile("(Orders|Children|Crashes)Test.*|Plainly.*");

    /** Where children find them, too. */
    private static Path classes() throws URISyntaxException {
        return Path.of(GuideTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    @BeforeAll
    static void compile() throws Exception {
        List<JavaFileObject> sources = new ArrayList<>();
        BLOCK.matcher(Files.readString(GUIDE)).results().forEach(block -> sources.add(new Source(block.group(1))));
        assertThat(sources).hasSize(4);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        List<String> options = List.of("-proc:none", "-d", classes().toString());
        assertThat(compiler.getTask(null, null, problems, options, null, sources)
                        .call())
                .as(problems.getDiagnostics().toString())
                .isTrue();
    }

    /** Or they would be tests of this project the next time. */
    @AfterAll
    static void delete() throws Exception {
        try (Stream<Path> files = Files.list(classes())) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                if (NAMES.matcher(file.getFileName().toString()).matches()) {
                    Files.delete(file);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"OrdersTest", "ChildrenTest", "CrashesTest"})
    void shouldPass(String name) throws ClassNotFoundException {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Class.forName(name)))
                .execute()
                .testEvents()
                .assertStatistics(statistics -> statistics.failed(0).aborted(0));
    }

    @Test
    void shouldDoWithoutJUnit() throws ClassNotFoundException {
        try (Jvms jvms = Jvms.open()) {
            Child plainly = jvms.start(Class.forName("Plainly"));
            assertThat(plainly.awaitEnd().isClean()).as(plainly::evidence).isTrue();
            assertThat(plainly.out()).isEqualTo("from jvm\n");
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String text) {
            super(URI.create("string:///" + name(text) + ".java"), Kind.SOURCE);
            this.text = text;
        }

        private static String name(String text) {
            Matcher matcher = NAME.matcher(text);
            assertThat(matcher.find()).as(text).isTrue();
            return matcher.group(1);
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
