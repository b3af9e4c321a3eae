package io.mailslot.junit;

import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildFailure;
import io.mailslot.testkit.Jvms;
import io.mailslot.testkit.JvmsOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.ReflectionSupport;

/** The children of a test, or of the tests of a class, and what is told of them. */
final class TestedJvms {
    private static final String KEEP = "mailslot.testkit.keep";

    private final Jvms jvms;
    private final Living living;
    private final Map<String, String> threads = new ConcurrentHashMap<>();
    private volatile boolean failed;

    private TestedJvms(Jvms jvms, Living living) {
        this.jvms = jvms;
        this.living = living;
    }

    static TestedJvms open(ChildJvms settings, ExtensionContext context, Living living) {
        Path folder = Folders.of(context);
        deleteFolder(folder); // of the run before
        living.awaitRoom(settings.maxLiving());
        JvmsOptions options = JvmsOptions.defaults()
                .withFolder(folder)
                .withTimeout(timeout(settings))
                .withLeaks(settings.leaks())
                .withErrorOutput(settings.errorOutput())
                .withOpenHandles(settings.openHandles())
                .withJvmOptions(settings.jvmOptions());
        for (Class<? extends JvmsSettings> each : settings.settings()) {
            options = ReflectionSupport.newInstance(each).change(options, context);
        }
        Jvms jvms = Jvms.open(options);
        living.open().add(jvms);
        return new TestedJvms(jvms, living);
    }

    private static Duration timeout(ChildJvms settings) {
        try {
            return Duration.parse("PT" + settings.timeout());
        } catch (DateTimeParseException e) {
            throw new ExtensionConfigurationException(
                    "@ChildJvms(timeout): '" + settings.timeout() + "' is no time, as 30s or 2m", e);
        }
    }

    Jvms jvms() {
        return jvms;
    }

    void rememberThreads() {
        for (Child child : jvms.children()) {
            threads.put(child.name(), child.threads());
        }
    }

    /** Of each child that the failure does not tell of itself. */
    void addEvidence(Throwable failure) {
        failed = true;
        for (Child child : jvms.children()) {
            if (!String.valueOf(failure.getMessage()).contains("child '" + child.name() + "'")) {
                String then = threads.getOrDefault(child.name(), "");
                failure.addSuppressed(
                        new Evidence(child.evidence() + (then.isEmpty() ? "" : "--- when the time was up\n" + then)));
            }
        }
    }

    /** Ends all; what is wrong fails a test that has not failed, and is told beside the failure of one that has. */
    void close(Optional<Throwable> failure, ExtensionContext context) {
        try {
            jvms.close();
            if (failure.isEmpty() && !failed && System.getProperty(KEEP) == null) {
                deleteFolder(jvms.folder());
            }
        } catch (ChildFailure wrong) {
            failed = true;
            failure.ifPresentOrElse(first -> first.addSuppressed(new Evidence(wrong.getMessage())), () -> {
                throw wrong;
            });
        } finally {
            living.open().remove(jvms);
            if (failed) {
                publish(context);
            }
        }
    }

    /** Beside the reports of the platform, if it has those. */
    private void publish(ExtensionContext context) {
        try (Stream<Path> files = Files.list(jvms.folder())) {
            List<Path> plain = files.filter(Files::isRegularFile).toList();
            context.publishDirectory("children", into -> {
                for (Path file : plain) {
                    Files.copy(file, into.resolve(file.getFileName()));
                }
            });
        } catch (IOException | RuntimeException notPossible) {
            context.publishReportEntry("children", jvms.folder().toString());
        }
    }

    private static void deleteFolder(Path folder) {
        try (Stream<Path> tree = Files.exists(folder) ? Files.walk(folder) : Stream.empty()) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Not a failure of its own: what children have said, under the failure of the test, where every runner shows it. */
    private static final class Evidence extends Exception {
        private static final long serialVersionUID = 1L;

        Evidence(String text) {
            super(text, null, false, false);
        }
    }
}
