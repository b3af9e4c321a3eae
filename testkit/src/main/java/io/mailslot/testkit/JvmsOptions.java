package io.mailslot.testkit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the children of a test are watched. Immutable; each {@code with…} method returns a changed copy.
 *
 * @since 0.1.0
 */
public final class JvmsOptions {
    /** The system property that all time limits are multiplied with. */
    static final String FACTOR = "mailslot.testkit.timeout.factor";

    private static final JvmsOptions DEFAULTS = new JvmsOptions(new Parts(
            Duration.ofSeconds(30),
            Optional.empty(),
            Leaks.FAIL,
            ErrorOutput.ALLOWED,
            OpenHandles.ALLOWED,
            List.of(),
            Place.USUAL));

    private final Parts parts;

    private JvmsOptions(Parts parts) {
        this.parts = parts;
    }

    private record Parts(
            Duration timeout,
            Optional<Path> folder,
            Leaks leaks,
            ErrorOutput errorOutput,
            OpenHandles openHandles,
            List<String> jvmOptions,
            Place place) {
        private Parts {
            Objects.requireNonNull(timeout, "timeout");
            Objects.requireNonNull(leaks, "leaks");
            Objects.requireNonNull(errorOutput, "errorOutput");
            Objects.requireNonNull(openHandles, "openHandles");
        }
    }

    /**
     * Where children live, and where their classes are.
     *
     * @param home chosen by the test
     * @param archive of classes
     * @param classPath instead of this JVM's; empty for that
     */
    private record Place(Optional<Path> home, Optional<Archive> archive, List<Path> classPath) {
        static final Place USUAL = new Place(Optional.empty(), Optional.empty(), List.of());
    }

    /**
     * Where an archive of classes is, and what it is for.
     *
     * @param folder that it is kept in
     * @param rehearsal that needs its classes
     */
    record Archive(Path folder, ChildBody rehearsal) {
        /** Code has no equality of its own. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Archive archive && folder.equals(archive.folder);
        }

        @Override
        public int hashCode() {
            return folder.hashCode();
        }
    }

    /**
     * Each wait may take 30 s, a test that leaves something behind fails, children may print on standard error, handles may be open.
     *
     * @return the defaults
     */
    public static JvmsOptions defaults() {
        return DEFAULTS;
    }

    /** {@return how long each wait may take; that times the system property {@code mailslot.testkit.timeout.factor}} */
    public Duration timeout() {
        return parts.timeout;
    }

    /** {@return the folder for the output of children, which is kept; if empty, one in the temporary folder, which is not} */
    public Optional<Path> folder() {
        return parts.folder;
    }

    /** {@return the test's home, which is kept; if empty, a new one, which is not} */
    public Optional<Path> home() {
        return parts.place.home;
    }

    /** {@return what becomes of a test that leaves something behind} */
    public Leaks leaks() {
        return parts.leaks;
    }

    /** {@return whether children may print on standard error} */
    public ErrorOutput errorOutput() {
        return parts.errorOutput;
    }

    /** {@return whether the test's own kernel may have open handles when the test ends} */
    public OpenHandles openHandles() {
        return parts.openHandles;
    }

    /** {@return options of all children that are JVMs} */
    public List<String> jvmOptions() {
        return parts.jvmOptions;
    }

    /**
     * Limits each wait.
     *
     * @param limit more than zero
     * @return a changed copy
     */
    public JvmsOptions withTimeout(Duration limit) {
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("a wait of " + limit + " is none; give it some time");
        }
        return new JvmsOptions(new Parts(
                limit, parts.folder, parts.leaks, parts.errorOutput, parts.openHandles, parts.jvmOptions, parts.place));
    }

    /**
     * Chooses a folder.
     *
     * @param directory made if it is missing
     * @return a changed copy
     */
    public JvmsOptions withFolder(Path directory) {
        return new JvmsOptions(new Parts(
                parts.timeout,
                Optional.of(directory.toAbsolutePath()),
                parts.leaks,
                parts.errorOutput,
                parts.openHandles,
                parts.jvmOptions,
                parts.place));
    }

    /**
     * Chooses what becomes of a test that leaves something behind.
     *
     * @param choice what becomes of it
     * @return a changed copy
     */
    public JvmsOptions withLeaks(Leaks choice) {
        return new JvmsOptions(new Parts(
                parts.timeout,
                parts.folder,
                choice,
                parts.errorOutput,
                parts.openHandles,
                parts.jvmOptions,
                parts.place));
    }

    /**
     * Chooses whether children may print on standard error.
     *
     * @param choice whether they may
     * @return a changed copy
     */
    public JvmsOptions withErrorOutput(ErrorOutput choice) {
        return new JvmsOptions(new Parts(
                parts.timeout, parts.folder, parts.leaks, choice, parts.openHandles, parts.jvmOptions, parts.place));
    }

    /**
     * Chooses whether the test's own kernel may have open handles when the test ends.
     *
     * @param choice whether it may
     * @return a changed copy
     */
    public JvmsOptions withOpenHandles(OpenHandles choice) {
        return new JvmsOptions(new Parts(
                parts.timeout, parts.folder, parts.leaks, parts.errorOutput, choice, parts.jvmOptions, parts.place));
    }

    /**
     * Adds options of all children that are JVMs.
     *
     * @param more in their order
     * @return a changed copy
     */
    public JvmsOptions withJvmOptions(String... more) {
        List<String> all =
                Stream.concat(parts.jvmOptions.stream(), Arrays.stream(more)).toList();
        return new JvmsOptions(new Parts(
                parts.timeout, parts.folder, parts.leaks, parts.errorOutput, parts.openHandles, all, parts.place));
    }

    /**
     * Chooses a home, to look at it when all have ended, or to have several tests use it. It is checked like any other, and not
     * deleted.
     *
     * @param directory made by whoever attaches first, if it is missing
     * @return a changed copy
     */
    public JvmsOptions withHome(Path directory) {
        return with(new Place(Optional.of(directory.toAbsolutePath()), parts.place.archive, parts.place.classPath));
    }

    /**
     * Has children start from an archive of the classes that they need, which takes them about two thirds of the processor time. The
     * archive is made at the first use, which takes some seconds, and again when the class path or the JDK is another one; folders
     * of the class path are packed into jars for it, from which children have their classes then. Not for modules.
     *
     * @param folder where it is kept; may be shared by test JVMs that run side by side, and deleted when none does
     * @param rehearsal what children do as a rule: a child does it once, in a home of its own, to see what is needed
     * @return a changed copy
     */
    public JvmsOptions withClassArchive(Path folder, ChildBody rehearsal) {
        Archive archive = new Archive(folder.toAbsolutePath().normalize(), rehearsal);
        return with(new Place(parts.place.home, Optional.of(archive), parts.place.classPath));
    }

    /** Has children have another class path than this JVM's. */
    JvmsOptions withClassPath(List<Path> entries) {
        return with(new Place(parts.place.home, parts.place.archive, entries));
    }

    private JvmsOptions with(Place place) {
        return new JvmsOptions(new Parts(
                parts.timeout,
                parts.folder,
                parts.leaks,
                parts.errorOutput,
                parts.openHandles,
                parts.jvmOptions,
                place));
    }

    Optional<Archive> classArchive() {
        return parts.place.archive;
    }

    List<Path> classPath() {
        return parts.place.classPath;
    }

    /** The limit of a wait on this machine. */
    Duration effectiveTimeout() {
        double factor = Double.parseDouble(System.getProperty(FACTOR, "1"));
        return Duration.ofNanos((long) (parts.timeout.toNanos() * factor));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JvmsOptions options && parts.equals(options.parts);
    }

    @Override
    public int hashCode() {
        return parts.hashCode();
    }

    @Override
    public String toString() {
        return "JvmsOptions" + parts.toString().substring("Parts".length());
    }
}
