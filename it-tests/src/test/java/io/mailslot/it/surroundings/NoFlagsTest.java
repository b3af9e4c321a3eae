package io.mailslot.it.surroundings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.JavaCommand;
import io.mailslot.JvmFlags;
import io.mailslot.Kernel;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.QuickJvm;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ErrorOutput;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;

/** What a JVM without flags can do, and what one hears that keeps the JDK closed. */
@HomeTest
class NoFlagsTest {
    private static final int JDK = Runtime.version().feature();
    private static final int FIRST_THAT_WARNS = 24;
    private static final String GREETED = "attached\n" + Greeting.TEXT + "\n";
    private static final String CLOSED = "-Dmailslot.opens=false";
    private static final Pattern COMMAND = Pattern.compile("start it with: java (.*?) \\.\\.\\.");

    /** What the JDK says by itself of the first use of each, whoever it is. */
    private static final List<String> WARNINGS = JDK < FIRST_THAT_WARNS
            ? List.of()
            : List.of(
                    "WARNING: A terminally deprecated method in sun.misc.Unsafe has been called",
                    "WARNING: A restricted method in java.lang.System has been called");

    @Test
    void shouldNeedNoneOnTheClassPath(Jvms jvms) {
        Child run = onClassPath(jvms);

        assertThat(run.out()).as(run.evidence()).isEqualTo(GREETED);
        assertOnlyWarned(run);
    }

    private static void assertOnlyWarned(Child run) {
        assertThat(run.err().lines().filter(line -> line.contains(" has been called") && !line.contains(" by ")))
                .isEqualTo(WARNINGS);
        assertThat(run.err().lines().filter(line -> !line.isEmpty()))
                .hasSize(4 * WARNINGS.size())
                .allSatisfy(line -> assertThat(line).startsWith("WARNING: "));
    }

    @Test
    void shouldNameTheFlagsWhereNothingMayBeOpened(Jvms jvms) {
        Child run = onClassPath(jvms, CLOSED);

        String flags = JvmFlags.commandLine();
        assertThat(run.out())
                .startsWith("attached\nJvmFlagsException: ")
                .contains(
                        CLOSED,
                        "java " + flags + " ...",
                        "<argLine>" + flags + "</argLine>",
                        "jvmArgs(\"" + String.join("\", \"", JvmFlags.required()) + "\")");
    }

    @Test
    void shouldNeedNoneOnTheModulePath(TestHome home, Jvms jvms) throws IOException {
        ModularGreeting modular = ModularGreeting.build(home.scratch());

        Child run = run(jvms, modular.command(jvms.home()));

        assertThat(run.out()).as(run.evidence()).isEqualTo(GREETED);
        assertOnlyWarned(run);
        assertDoesWithTheFlagsThatItNames(modular, jvms);
    }

    private static void assertDoesWithTheFlagsThatItNames(ModularGreeting modular, Jvms jvms) {
        Matcher command =
                COMMAND.matcher(run(jvms, modular.command(jvms.home(), CLOSED)).out());
        assertThat(command.find()).isTrue();
        assertThat(command.group(1))
                .contains("=chronicle.core ", "=com.sun.jna")
                .doesNotContain("UNNAMED");
        String[] flags = (CLOSED + " " + command.group(1)).split(" ");

        Child run = run(jvms, modular.command(jvms.home(), flags));

        assertThat(run.out()).as(run.evidence()).isEqualTo(GREETED);
        assertThat(run.err()).isEmpty();
    }

    @Test
    void shouldNameTheModulesThatAreMissing(Jvms jvms) {
        Child run = onClassPath(jvms, "--limit-modules=java.base,java.management");

        assertThat(run.out()).startsWith("attached\nJvmFlagsException: ").contains("=java.naming,jdk.unsupported ");
        assertThat(run.err()).isEmpty();
    }

    /** An image of the modules that the documentation names, and of those that they require. */
    @Test
    void shouldRunInAnImage(TestHome home, Jvms jvms) {
        ToolProvider jlink = ToolProvider.findFirst("jlink").orElse(null);
        assumeTrue(jlink != null, "this is no whole JDK");
        Path image = home.scratch().resolve("image");
        int status = jlink.run(
                System.out,
                System.err,
                "--add-modules",
                "java.management,java.naming,jdk.unsupported",
                "--output",
                image.toString());
        assertThat(status).isZero();

        Child run = run(
                jvms,
                image.resolve("bin/java").toString(),
                "-Dmailslot.jfr=true", // there is nobody to be told
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                System.getProperty("java.class.path"),
                Greeting.class.getName(),
                home.path().toString());

        assertThat(run.out()).as(run.evidence()).isEqualTo(GREETED);
        assertOnlyWarned(run);
    }

    /** Later JDKs will deny it by themselves. */
    @Test
    void shouldNameTheFlagThatLetsMailslotsReachTheirMemory(Jvms jvms) {
        assumeTrue(JDK >= FIRST_THAT_WARNS, "this JDK does not know such a flag");

        Child run = onClassPath(jvms, "--sun-misc-unsafe-memory-access=deny");

        assertThat(run.out())
                .startsWith("attached\nJvmFlagsException: ")
                .contains("--sun-misc-unsafe-memory-access=allow");
        assertThat(run.err()).isEmpty();
    }

    /** As later JDKs will deny it by themselves. */
    @Test
    void shouldDoWithoutNativeAccess(Jvms jvms) {
        assumeTrue(JDK >= FIRST_THAT_WARNS, "this JDK does not know such a flag");

        Child run = onClassPath(jvms, "--illegal-native-access=deny", "-Dorg.slf4j.simpleLogger.defaultLogLevel=off");

        assertThat(run.out()).as(run.evidence()).isEqualTo(GREETED);
    }

    /** Who cannot look at a mailslot knows nothing about it. */
    @Test
    void shouldLoseNothingWhereAHomeBeginsAnewInAClosedJvm(TestHome home, Jvms jvms) {
        MailslotOptions cursor = MailslotOptions.defaults().withCursor("kept");
        try (Kernel kernel = home.attach()) {
            kernel.createMailslot("durable", cursor);
            kernel.openMailslot("durable").write(Greeting.TEXT.getBytes(UTF_8));
        }

        for (String option :
                JDK < FIRST_THAT_WARNS ? List.of(CLOSED) : List.of(CLOSED, "--sun-misc-unsafe-memory-access=deny")) {
            assertThat(onClassPath(jvms, option).out()).startsWith("JvmFlagsException: ");
        }

        Kernel kernel = home.attach();
        try (Receiver receiver = kernel.createMailslot("durable", cursor)) {
            assertThat(new String(receiver.read(), UTF_8)).isEqualTo(Greeting.TEXT);
        }
        kernel.deleteMailslot("durable");
    }

    @Test
    void shouldLookAtEverythingInAClosedJvm(TestHome home, Jvms jvms) {
        Kernel kernel = home.attach();
        kernel.createMailslot("seen");
        kernel.openMailslot("seen").write(new byte[1]);

        Child run = run(jvms, words(jvms, List.of("look"), CLOSED));

        assertThat(run.out()).isEqualToIgnoringNewLines("seen has 1not seen: 0");
    }

    private static Child onClassPath(Jvms jvms, String... options) {
        return run(jvms, words(jvms, List.of(), options));
    }

    private static String[] words(Jvms jvms, List<String> arguments, String... options) {
        JavaCommand command = QuickJvm.of(
                        JavaCommand.of(Greeting.class).withArguments(jvms.home().toString()))
                .withArguments(arguments.toArray(String[]::new))
                .withJvmOptions(options);
        List<String> words = new ArrayList<>(command.toProcessBuilder().command());
        words.removeAll(JvmFlags.required());
        return words.toArray(String[]::new);
    }

    /** To its end, by nobody who would add a flag. */
    private static Child run(Jvms jvms, String... command) {
        Child child = jvms.program(command)
                .startedPlainly()
                .withErrorOutput(ErrorOutput.ALLOWED)
                .start();
        jvms.all(child);
        return child;
    }
}
