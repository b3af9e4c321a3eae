package io.mailslot.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Many children, many tests at once, and what stays of them in this JVM. */
class ManyChildrenTest {
    private static final int TESTS = Integer.getInteger("mailslot.testkit.tests", 3);
    private static final int CHILDREN = Integer.getInteger("mailslot.testkit.children", 3);
    private static final int ENTRIES = 1_000;

    /** Several tests at once: none sees anything of another one. */
    @Test
    void shouldKeepTestsApart() throws Exception {
        runOne();
        long descriptors = descriptors();
        ExecutorService tests = Executors.newFixedThreadPool(TESTS);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < TESTS; i++) {
                all.add(tests.submit(ManyChildrenTest::runOne));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            tests.shutdown();
        }
        Eventually.assertThat(() -> threads().isEmpty());
        Eventually.assertThat(() -> descriptors() <= descriptors);
    }

    private static void runOne() {
        try (Jvms jvms = Patient.jvms()) {
            List<Child> children = new ArrayList<>();
            for (int i = 0; i < CHILDREN; i++) {
                children.add(jvms.start(c -> System.out.println(c.kernel().home())));
            }
            jvms.all(children.toArray(Child[]::new));
            assertThat(children).allSatisfy(child -> assertThat(child.out()).isEqualTo(jvms.home() + "\n"));
        }
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(ChildSide.THREAD))
                .toList();
    }

    private static long descriptors() {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A test JVM whose class path is longer than a command line may be, with blanks in it. */
    static final class LongClassPath {
        private LongClassPath() {}

        public static void main(String[] arguments) {
            String more = IntStream.range(0, ENTRIES)
                    .mapToObj(i -> "/no such folder/" + "x".repeat(150) + i + ".jar")
                    .collect(Collectors.joining(File.pathSeparator));
            System.setProperty("java.class.path", System.getProperty("java.class.path") + File.pathSeparator + more);
            try (Jvms jvms = Patient.jvms()) {
                System.out.println(jvms.start()
                        .<Integer>call(
                                c -> System.getProperty("java.class.path").split(File.pathSeparator).length));
            }
        }
    }

    @Test
    void shouldStartChildrenWithALongClassPath() {
        try (Jvms jvms = Patient.jvms()) {
            Child test = jvms.start(LongClassPath.class);
            assertThat(test.awaitEnd().isClean()).as(test::evidence).isTrue();
            assertThat(Integer.parseInt(test.out().strip())).isGreaterThan(ENTRIES);
        }
    }
}
