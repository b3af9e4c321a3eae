package io.mailslot.it.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ErrorOutput;
import io.mailslot.testkit.Jvms;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** A program in a jar whose own loader finds its classes in a folder there, which starts itself as a child. */
@HomeTest
class FatJarTest {
    private static final String LAUNCHER = """
            package fat;
            public class Launcher extends ClassLoader {
                public static void main(String[] args) throws Exception {
                    new Launcher().loadClass("app.App").getMethod("main", String[].class).invoke(null, (Object) args);
                }
                @Override protected Class<?> findClass(String name) throws ClassNotFoundException {
                    try (var in = getResourceAsStream("BOOT-INF/classes/" + name.replace('.', '/') + ".class")) {
                        byte[] bytes = in.readAllBytes();
                        return defineClass(name, bytes, 0, bytes.length);
                    } catch (java.io.IOException e) {
                        throw new ClassNotFoundException(name, e);
                    }
                }
            }
            """;

    private static final String APP = """
            package app;
            import io.mailslot.*;
            import io.mailslot.api.*;
            public class App {
                public static void main(String[] args) {
                    try (Kernel kernel = Kernel.attach()) {
                        Event event = args.length > 0
                                ? kernel.inherited("event", Event.class)
                                : kernel.synchronization().createEvent(EventOptions.defaults());
                        if (args.length > 0) {
                            event.set();
                        } else {
                            System.out.println("the child ended with " + kernel.createProcess(JavaCommand.of(App.class)
                                    .withArguments("child").withInherited("event", event)).waitFor());
                        }
                    } catch (MailslotException failure) {
                        System.out.println(failure.errorCode().value() + " " + failure.getMessage());
                    }
                }
            }
            """;

    @Test
    void shouldStartTheClassThatTheJarStarts(TestHome home, Jvms jvms) throws IOException {
        Child program = run(jvms, jar(home, true));

        assertThat(program.out().lines()).containsExactly("the child ended with 0");
    }

    /** Nothing tells that its loader would find the class: a child would end at once, and nobody would know why. */
    @Test
    void shouldRefuseAClassOfALoaderThatIsNotKnown(TestHome home, Jvms jvms) throws IOException {
        Child program = run(jvms, jar(home, false));

        assertThat(program.out()).startsWith("2 ").contains("app.App", "loaded by fat.Launcher", "JavaCommand.ofJar");
    }

    /** As people start it, to its end. */
    private static Child run(Jvms jvms, Path jar) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Child program = jvms.program(java.toString(), "-jar", jar.toString())
                .withErrorOutput(ErrorOutput.ALLOWED)
                .start();
        jvms.all(program);
        return program;
    }

    private static Path jar(TestHome home, boolean startClass) throws IOException {
        Path classes = home.scratch().resolve("classes");
        compile(home.scratch(), classes, "Launcher", LAUNCHER);
        compile(home.scratch(), classes, "App", APP);
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.put(Attributes.Name.MAIN_CLASS, "fat.Launcher");
        main.put(
                Attributes.Name.CLASS_PATH,
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(entry -> Path.of(entry).toUri().toString())
                        .collect(Collectors.joining(" ")));
        if (startClass) {
            main.putValue("Start-Class", "app.App");
        }
        Path file = home.scratch().resolve("fat.jar");
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            add(jar, "fat/Launcher.class", classes.resolve("fat/Launcher.class"));
            add(jar, "BOOT-INF/classes/app/App.class", classes.resolve("app/App.class"));
        }
        return file;
    }

    private static void compile(Path folder, Path classes, String name, String source) throws IOException {
        Path file = Files.writeString(folder.resolve(name + ".java"), source);
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-d",
                        classes.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        file.toString());
        assertThat(status).isZero();
    }

    private static void add(JarOutputStream jar, String name, Path file) throws IOException {
        jar.putNextEntry(new ZipEntry(name));
        Files.copy(file, jar);
    }
}
