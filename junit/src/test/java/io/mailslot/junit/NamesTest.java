package io.mailslot.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import io.mailslot.testkit.JvmsOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** Names of tests and children that not every file can have. */
class NamesTest {
    /** The tests below, in a JVM of their own. */
    static final class Run {
        private Run() {}

        public static void main(String[] arguments) {
            Events tests = EngineTestKit.engine("junit-jupiter")
                    .selectors(selectClass(Odd.class))
                    .execute()
                    .testEvents();
            tests.failed().debug(System.out);
            System.out.println(System.getProperty("sun.jnu.encoding") + " succeeded "
                    + tests.succeeded().count());
        }
    }

    @ChildJvms
    static class Odd {
        @Test
        void größe(Jvms jvms, @Named("stück") Child child) {
            String name = child.call(c -> {
                System.out.println("there");
                return c.name();
            });
            assertThat(name).isEqualTo("stück");
            assertThat(child.out()).isEqualTo("there\n");
            assertThat(child.outFile().getFileName().toString())
                    .startsWith("st_00fcck-")
                    .endsWith(".out");
            assertThat(jvms.folder().getFileName().toString()).startsWith("gr_00f6_00dfe-");
        }

        @Test
        void
                hasANameThatIsMuchLongerThanAnyFileMayHaveAndThenSomeMoreAndThenSomeMoreAndThenSomeMoreAndThenSomeMoreAndThenSomeMoreAndThenSomeMoreAndThenSomeMoreAndThenSomeMoreAndThenSomeMoreAndThenSomeMoreAndThenSomeMoreAndThenSomeMoreAndThenSomeMoreAndThenSomeMoreAndThenSomeMore(
                        Jvms jvms) {
            jvms.start().run(c -> {});
            assertThat(jvms.folder().getFileName().toString())
                    .startsWith("hasANameThatIsMuchLonger")
                    .hasSize(100);
        }
    }

    /** A child that runs tests starts two JVMs itself, one after the other. */
    private static Jvms patient() {
        return Jvms.open(JvmsOptions.defaults().withTimeout(Duration.ofSeconds(120)));
    }

    /** As in containers, whose file names are ASCII to the JDK. */
    @Test
    void shouldBeSpeltOutInThePosixLocale() {
        try (Jvms jvms = patient()) {
            Child run = jvms.jvm(Run.class).withEnvironment("LC_ALL", "C").start();

            assertThat(run.awaitEnd().isClean()).as(run::evidence).isTrue();
            assertThat(run.out()).as(run::evidence).contains("ANSI_X3.4-1968 succeeded 2");
        }
    }

    @Test
    void shouldBeCutInAnyLocale() {
        try (Jvms jvms = patient()) {
            Child run = jvms.start(Run.class);

            assertThat(run.awaitEnd().isClean()).as(run::evidence).isTrue();
            assertThat(run.out()).as(run::evidence).contains(" succeeded 2");
        }
    }
}
