package io.mailslot.it.surroundings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.JavaCommand;
import io.mailslot.JvmFlags;
import io.mailslot.Kernel;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a JVM without flags can do, and what one hears that keeps the JDK closed. */
@ExtendWith(TestHomeExtension.class)
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
    void shouldNeedNoneOnTheClassPath(TestHome home) {
        ProgramRun run = onClassPath(home);

        assertThat(run.output()).as(run.toString()).isEqualTo(GREETED);
        assertOnlyWarned(run);
    }

    private static void assertOnlyWarned(ProgramRun run) {
        assertThat(run.errors().lines().filter(line -> line.contains(" has been called") && !line.contains(" by ")))
                .isEqualTo(WARNINGS);
        assertThat(run.errors().lines().filter(line -> !line.isEmpty()))
                .hasSize(4 * WARNINGS.size())
                .allSatisfy(line -> assertThat(line).startsWith("WARNING: "));
    }

    @Test
    void shouldNameTheFlagsWhereNothingMayBeOpened(TestHome home) {
        ProgramRun run = onClassPath(home, CLOSED);

        String flags = JvmFlags.commandLine();
        assertThat(run.output())
                .startsWith("attached\nJvmFlagsException: ")
                .contains(
                        CLOSED,
                        "java " + flags + " ...",
                        "<argLine>" + flags + "</argLine>",
                        "jvmArgs(\"" + String.join("\", \"", JvmFlags.required()) + "\")");
    }

    @Test
    void shouldNeedNoneOnTheModulePath(TestHome home) throws IOException {
        ModularGreeting modular = ModularGreeting.build(home.scratch());

        ProgramRun run = modular.run(home.path());

        assertThat(run.output()).as(run.toString()).isEqualTo(GREETED);
        assertOnlyWarned(run);
        assertDoesWithTheFlagsThatItNames(modular, home);
    }

    private static void assertDoesWithTheFlagsThatItNames(ModularGreeting modular, TestHome home) {
        Matcher command = COMMAND.matcher(modular.run(home.path(), CLOSED).output());
        assertThat(command.find()).isTrue();
        assertThat(command.group(1))
                .contains("=chronicle.core ", "=com.sun.jna")
                .doesNotContain("UNNAMED");
        String[] flags = (CLOSED + " " + command.group(1)).split(" ");

        ProgramRun run = modular.run(home.path(), flags);

        assertThat(run.output()).as(run.toString()).isEqualTo(GREETED);
        assertThat(run.errors()).isEmpty();
    }

    @Test
    void shouldNameTheModulesThatAreMissing(TestHome home) {
        ProgramRun run = onClassPath(home, "--limit-modules=java.base,java.management");

        assertThat(run.output()).startsWith("attached\nJvmFlagsException: ").contains("=java.naming,jdk.unsupported ");
        assertThat(run.errors()).isEmpty();
    }

    /** An image of the modules that the documentation names, and of those that they require. */
    @Test
    void shouldRunInAnImage(TestHome home) {
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

        ProgramRun run = ProgramRun.of(List.of(
                image.resolve("bin/java").toString(),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                System.getProperty("java.class.path"),
                Greeting.class.getName(),
                home.path().toString()));

        assertThat(run.output()).as(run.toString()).isEqualTo(GREETED);
        assertOnlyWarned(run);
    }

    /** Later JDKs will deny it by themselves. */
    @Test
    void shouldNameTheFlagThatLetsMailslotsReachTheirMemory(TestHome home) {
        assumeTrue(JDK >= FIRST_THAT_WARNS, "this JDK does not know such a flag");

        ProgramRun run = onClassPath(home, "--sun-misc-unsafe-memory-access=deny");

        assertThat(run.output())
                .startsWith("attached\nJvmFlagsException: ")
                .contains("--sun-misc-unsafe-memory-access=allow");
        assertThat(run.errors()).isEmpty();
    }

    /** As later JDKs will deny it by themselves. */
    @Test
    void shouldDoWithoutNativeAccess(TestHome home) {
        assumeTrue(JDK >= FIRST_THAT_WARNS, "this JDK does not know such a flag");

        ProgramRun run =
                onClassPath(home, "--illegal-native-access=deny", "-Dorg.slf4j.simpleLogger.defaultLogLevel=off");

        assertThat(run.output()).as(run.toString()).isEqualTo(GREETED);
    }

    /** Who cannot look at a mailslot knows nothing about it. */
    @Test
    void shouldLoseNothingWhereAHomeBeginsAnewInAClosedJvm(TestHome home) {
        MailslotOptions cursor = MailslotOptions.defaults().withCursor("kept");
        try (Kernel kernel = home.attach()) {
            kernel.createMailslot("durable", cursor);
            kernel.openMailslot("durable").write(Greeting.TEXT.getBytes(UTF_8));
        }

        for (String option :
                JDK < FIRST_THAT_WARNS ? List.of(CLOSED) : List.of(CLOSED, "--sun-misc-unsafe-memory-access=deny")) {
            assertThat(onClassPath(home, option).output()).startsWith("JvmFlagsException: ");
        }

        Kernel kernel = home.attach();
        try (Receiver receiver = kernel.createMailslot("durable", cursor)) {
            assertThat(new String(receiver.read(), UTF_8)).isEqualTo(Greeting.TEXT);
        }
        kernel.deleteMailslot("durable");
    }

    @Test
    void shouldLookAtEverythingInAClosedJvm(TestHome home) {
        Kernel kernel = home.attach();
        kernel.createMailslot("seen");
        kernel.openMailslot("seen").write(new byte[1]);

        ProgramRun run = run(home, List.of("look"), CLOSED);

        assertThat(run.output()).isEqualToIgnoringNewLines("seen has 1not seen: 0");
    }

    private static ProgramRun onClassPath(TestHome home, String... options) {
        return run(home, List.of(), options);
    }

    private static ProgramRun run(TestHome home, List<String> arguments, String... options) {
        JavaCommand command = ChildJvm.quick(
                        JavaCommand.of(Greeting.class).withArguments(home.path().toString()))
                .withArguments(arguments.toArray(String[]::new))
                .withJvmOptions(options);
        List<String> words = new ArrayList<>(command.toProcessBuilder().command());
        words.removeAll(JvmFlags.required());
        return ProgramRun.of(words);
    }
}
