package io.mailslot;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** The code in the Javadoc of the public packages compiles. */
class SnippetsTest {
    private static final Pattern SNIPPET = Pattern.compile("<pre>\\{@code\\n(.*?)\\n[ *]*\\}</pre>", Pattern.DOTALL);
    private static final Pattern WHOLE = Pattern.compile("public class (\\w+) ");
    private static final Pattern MARGIN = Pattern.compile("(?m)^ +\\* ?");

    /** What a snippet may use that it does not make. */
    private static final String FRAME = """
            import io.mailslot.*;
            import io.mailslot.api.*;
            import io.mailslot.inspect.*;
            import io.mailslot.win32.*;
            import java.nio.*;
            import java.nio.charset.*;
            import java.nio.file.*;
            import java.time.*;
            import java.util.*;
            import java.util.concurrent.*;
            import java.util.stream.*;

            abstract class Snippet%d {
                Kernel kernel;
                Receiver receiver;
                Sender sender;
                ChildProcess child;
                Event ready;
                Mutex mutex;
                String[] args;
                long pid;
                int handle;

                abstract boolean work(long number, ByteBuffer message);

                void snippet() throws Exception {
                    %s
                }
            }
            """;

    @Test
    void shouldCompile() throws IOException {
        List<JavaFileObject> snippets = new ArrayList<>();
        List<Path> sources = new ArrayList<>(PublicApi.sources());
        sources.add(Path.of("main/javadoc/overview.html"));
        for (Path source : sources) {
            Matcher snippet = SNIPPET.matcher(Files.readString(source));
            while (snippet.find()) {
                String code = MARGIN.matcher(snippet.group(1)).replaceAll("");
                snippets.add(new Source(snippets.size(), code));
            }
        }
        assertThat(snippets).hasSizeGreaterThan(15);
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();

        JavacTask task = (JavacTask) ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, problems, List.of("-proc:none"), null, snippets);
        task.analyze();

        assertThat(problems.getDiagnostics()).isEmpty();
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(int number, String code) {
            super(URI.create("string:///" + name(number, code) + ".java"), Kind.SOURCE);
            this.text = WHOLE.matcher(code).find() ? code : String.format(Locale.ROOT, FRAME, number, code);
        }

        private static String name(int number, String code) {
            Matcher whole = WHOLE.matcher(code);
            return whole.find() ? whole.group(1) : "Snippet" + number;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
