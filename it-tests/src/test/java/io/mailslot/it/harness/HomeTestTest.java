package io.mailslot.it.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.mailslot.Kernel;
import io.mailslot.junit.Named;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** What {@link HomeTest} finds at the end of tests that leave something behind. */
class HomeTestTest {
    @HomeTest
    static class Careless {
        @Test
        void tidy(TestHome home, Jvms jvms, Kernel kernel, @Named("child") Child child) {
            child.run(c -> c.kernel().createMailslot("its own"));
            assertThat(kernel.home()).isEqualTo(home.path()).isEqualTo(jvms.home());
        }

        @Test
        void leavesAFile(TestHome home, Kernel kernel) throws IOException {
            Files.createFile(home.path().resolve("left"));
        }

        @Test
        void leavesAProcess(@Named("child") Child child) {
            child.run(c -> new ProcessBuilder("sleep", "4719").start());
        }

        @Test
        void printsErrors(@Named("child") Child child) {
            child.run(c -> System.err.println("a warning"));
            child.kill();
        }
    }

    @Test
    void shouldFailWhatLeavesSomethingBehind() {
        Map<String, String> failures = new TreeMap<>();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(Careless.class))
                                .build(),
                        new TestExecutionListener() {
                            @Override
                            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                                if (test.isTest()) {
                                    failures.put(
                                            test.getDisplayName().replaceAll("\\(.*", ""),
                                            result.getThrowable()
                                                    .map(Throwable::getMessage)
                                                    .orElse(""));
                                }
                            }
                        });

        assertThat(failures).containsOnlyKeys("tidy", "leavesAFile", "leavesAProcess", "printsErrors");
        assertThat(failures.get("tidy")).isEmpty();
        assertThat(failures.get("leavesAFile")).contains("file left");
        assertThat(failures.get("leavesAProcess")).contains("left behind: process", "sleep 4719");
        assertThat(failures.get("printsErrors")).contains("child 'child' has printed on standard error");
    }
}
