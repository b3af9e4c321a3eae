package io.mailslot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.JvmTrait;
import io.mailslot.api.MailslotException;
import io.mailslot.api.ProcessStartException;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a description becomes, and what is refused. */
class JavaCommandTest {
    private static final String CLASS_PATH = "java.class.path";
    private static final String TEMPORARY = "java.io.tmpdir";
    private static final String PROGRAM = JavaCommandTest.class.getName();

    @TempDir
    Path folder;

    /** A file would be left behind by a JVM that is killed, and be gone for a child that outlives its parent's start. */
    @Test
    void shouldNeedNoFileForAUsualClassPath() {
        List<String> command = with(TEMPORARY, folder.toString(), () -> words(JavaCommand.of(JavaCommandTest.class)));

        int option = command.indexOf("-cp");
        assertThat(option).isPositive();
        assertThat(command.get(option + 1))
                .contains(System.getProperty(CLASS_PATH).split(":")[0]);
        assertThat(command).last().isEqualTo(PROGRAM);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void shouldRefuseABuilderForAClassPathThatFitsNoCommandLine() {
        Path jar = Path.of("/nowhere/" + "x".repeat(200_000) + ".jar");
        JavaCommand command = JavaCommand.of(PROGRAM).withClassPath(testClasses(), jar);

        assertThat(code(() -> with(TEMPORARY, "/proc/none", command::toProcessBuilder)))
                .isEqualTo(206);
        assertThatThrownBy(command::toProcessBuilder).hasMessageContaining("createProcess(JavaCommand)");
    }

    @Test
    void shouldChangeACopyOnly() {
        JavaCommand plain = JavaCommand.of(PROGRAM);
        List<String> before = words(plain);

        plain.withArguments("a")
                .withJvmOptions("-Xmx8m")
                .withSystemProperty("k", "v")
                .withTrait(JvmTrait.AGENTS, false);
        plain.withClassPath(testClasses())
                .withModulePath(folder)
                .withJavaHome(folder)
                .withDirectory(folder);
        plain.withEnvironment("K", "v").withoutEnvironment("PATH").withStreams(Redirect.INHERIT);

        assertThat(words(plain)).isEqualTo(before);
        assertThat(plain.toProcessBuilder().environment()).isEqualTo(System.getenv());
    }

    @Test
    void shouldKeepTheOrderInWhichThingsAreAdded() {
        List<String> command = words(JavaCommand.of(PROGRAM)
                .withArguments("one")
                .withJvmOptions("-Xmx8m")
                .withSystemProperty("key", "value")
                .withArguments("two", "three")
                .withJvmOptions("-Xmx9m"));

        assertThat(command).containsSubsequence("-Xmx8m", "-Dkey=value", "-Xmx9m", PROGRAM, "one", "two", "three");
    }

    /** This JVM's own streams may be a build tool's channel to it. */
    @Test
    void shouldUseNoStreamOfThisJvmUnlessAsked() {
        ProcessBuilder silent = JavaCommand.of(PROGRAM).toProcessBuilder();
        assertThat(silent.redirectInput())
                .isEqualTo(Redirect.from(Path.of("/dev/null").toFile()));
        assertThat(silent.redirectOutput()).isEqualTo(Redirect.DISCARD);
        assertThat(silent.redirectError()).isEqualTo(Redirect.DISCARD);

        Redirect log = Redirect.appendTo(folder.resolve("log").toFile());
        ProcessBuilder asked = JavaCommand.of(PROGRAM)
                .withInput(Redirect.PIPE)
                .withOutput(Redirect.INHERIT)
                .withErrors(log)
                .toProcessBuilder();
        assertThat(asked.redirectInput()).isEqualTo(Redirect.PIPE);
        assertThat(asked.redirectOutput()).isEqualTo(Redirect.INHERIT);
        assertThat(asked.redirectError()).isEqualTo(log);
    }

    @Test
    void shouldSetDirectoryAndEnvironment() {
        ProcessBuilder builder = JavaCommand.of(PROGRAM)
                .withDirectory(folder)
                .withEnvironment("MAILSLOT_TEST", "yes")
                .withoutEnvironment("PATH")
                .toProcessBuilder();

        assertThat(builder.directory()).isEqualTo(folder.toFile());
        assertThat(builder.environment()).containsEntry("MAILSLOT_TEST", "yes").doesNotContainKey("PATH");
    }

    @Test
    void shouldRefuseAClassThatIsNowhere() throws Exception {
        assertRefused(2, "no.such.Program", JavaCommand.of("no.such.Program"));
        assertRefused(2, "withClassPath", JavaCommand.of(PROGRAM).withClassPath(folder));
        Path jar = jar("empty.jar", new Manifest());
        assertRefused(2, PROGRAM, JavaCommand.of(PROGRAM).withClassPath(jar, folder.resolve("gone.jar")));
    }

    @Test
    void shouldFindAClassWhereAJvmWould() throws Exception {
        Manifest named =
                manifest(Attributes.Name.CLASS_PATH, testClasses().toUri().toString());
        Path jar = jar("naming.jar", named);

        assertThat(words(JavaCommand.of(PROGRAM).withClassPath(jar))).contains(jar.toString());
        assertThat(words(JavaCommand.of(PROGRAM).withClassPath(folder.resolve("*"))))
                .contains(folder + "/*");
        assertThat(words(JavaCommand.of("java.lang.Object"))).last().isEqualTo("java.lang.Object");
    }

    @Test
    void shouldRunAJarThatNamesItsMainClass() throws Exception {
        Path jar = jar("good.jar", manifest(Attributes.Name.MAIN_CLASS, PROGRAM));

        List<String> command = words(JavaCommand.ofJar(jar).withArguments("one"));

        assertThat(command).endsWith("-jar", jar.toString(), "one").doesNotContain("-cp");
        assertThatThrownBy(() -> words(JavaCommand.ofJar(jar).withClassPath(folder)))
                .isInstanceOf(InvalidArgumentException.class);
    }

    @Test
    void shouldRefuseAJarThatCannotBeRun() throws Exception {
        assertRefused(2, "no file", JavaCommand.ofJar(folder.resolve("gone.jar")));
        assertRefused(11, "no jar", JavaCommand.ofJar(Files.writeString(folder.resolve("text.jar"), "no jar")));
        assertRefused(11, "Main-Class", JavaCommand.ofJar(jar("empty.jar", new Manifest())));
    }

    @Test
    void shouldRunAModule() {
        List<String> command =
                words(JavaCommand.ofModule("jdk.jfr/jdk.jfr.internal.tool.Main").withArguments("help"));

        assertThat(command).endsWith("-m", "jdk.jfr/jdk.jfr.internal.tool.Main", "help");
    }

    @Test
    void shouldRefuseAModuleThatCannotBeRun() {
        assertRefused(2, "no.such.module", JavaCommand.ofModule("no.such.module"));
        assertRefused(2, "no.Such", JavaCommand.ofModule("java.base/no.Such"));
        assertRefused(11, "java.base", JavaCommand.ofModule("java.base"));
    }

    /** Spring Boot's loader, here in name only: what it starts is in a folder of the jar. */
    @Test
    void shouldStartTheClassesOfABootJarByItsLoader() throws Exception {
        String launcher = "org.springframework.boot.loader.launch.PropertiesLauncher";
        Manifest manifest = manifest(Attributes.Name.MAIN_CLASS, launcher);
        manifest.getMainAttributes().putValue("Start-Class", "com.example.Main");
        Path jar = jar(
                "boot.jar",
                manifest,
                launcher.replace('.', '/') + ".class",
                "BOOT-INF/classes/com/example/Other.class");
        with(CLASS_PATH, jar.toString(), () -> {
            assertThat(words(JavaCommand.of("com.example.Main"))).endsWith("-jar", jar.toString());
            assertThat(words(JavaCommand.of("com.example.Other")))
                    .endsWith("-cp", jar.toString(), "-Dloader.main=com.example.Other", launcher);
            assertRefused(2, "ofJar", JavaCommand.of("com.example.Third"));
            return null;
        });
    }

    @Test
    void shouldGiveAnotherJdkItsOwnFlags() throws IOException {
        Files.writeString(folder.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"25.0.1\"\n");

        List<String> command = words(JavaCommand.of(PROGRAM).withJavaHome(folder));

        assertThat(command).startsWith(folder.resolve("bin/java").toString()).containsAll(JvmFlags.forJdk(25));
    }

    @Test
    void shouldRefuseWhatCannotBeSaid() {
        JavaCommand command = JavaCommand.of(PROGRAM);
        for (Supplier<?> wrong : List.<Supplier<?>>of(
                () -> command.withSystemProperty("", "x"),
                () -> command.withSystemProperty("a=b", "x"),
                () -> command.withEnvironment("a=b", "x"),
                () -> command.withEnvironment("a", "x\0y"),
                () -> command.withClassPath(Path.of("a:b")),
                () -> command.withInput(Redirect.DISCARD),
                () -> command.withOutput(Redirect.from(folder.toFile())))) {
            assertThat(code(wrong::get)).isEqualTo(87);
        }
    }

    private static void assertRefused(int code, String named, JavaCommand command) {
        assertThatThrownBy(command::toProcessBuilder)
                .isInstanceOf(ProcessStartException.class)
                .hasMessageContaining(named)
                .hasMessageContaining(";");
        assertThat(code(command::toProcessBuilder)).isEqualTo(code);
    }

    private static int code(Runnable action) {
        try {
            action.run();
            return 0;
        } catch (MailslotException failure) {
            return failure.errorCode().value();
        }
    }

    private static List<String> words(JavaCommand command) {
        return command.toProcessBuilder().command();
    }

    private static Path testClasses() {
        return Path.of(JavaCommandTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
    }

    private static Manifest manifest(Attributes.Name name, String value) {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(name, value);
        return manifest;
    }

    private Path jar(String name, Manifest manifest, String... entries) throws IOException {
        Path file = folder.resolve(name);
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            for (String entry : entries) {
                jar.putNextEntry(new ZipEntry(entry));
            }
        }
        return file;
    }

    /** Nothing else in this JVM asks for these properties meanwhile. */
    private static <T> T with(String property, String value, Supplier<T> action) {
        String former = System.setProperty(property, value);
        try {
            return action.get();
        } finally {
            System.setProperty(property, former);
        }
    }
}
