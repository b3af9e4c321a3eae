package io.mailslot.it.surroundings;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.module.ModuleFinder;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;

/** {@link Greeting} as a module that requires the library, with all that this needs on the module path. */
final class ModularGreeting {
    private static final Path SOURCE =
            Path.of("src/test/java", Greeting.class.getName().replace('.', '/') + ".java");
    private static final List<String> DEPENDENCIES =
            List.of("affinity-", "chronicle-", "jna-", "posix-", "slf4j-api-", "slf4j-simple-");

    private static final List<String> QUICK = List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");

    private final String modulePath;

    private ModularGreeting(String modulePath) {
        this.modulePath = modulePath;
    }

    /** Compiles it, into a folder that may have it already. */
    static ModularGreeting build(Path folder) throws IOException {
        Path library = library(folder);
        String module = ModuleFinder.of(library)
                .findAll()
                .iterator()
                .next()
                .descriptor()
                .name();
        List<String> libraries = new ArrayList<>(List.of(library.toString()));
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> DEPENDENCIES.stream()
                        .anyMatch(Path.of(entry).getFileName().toString()::startsWith))
                .forEach(libraries::add);
        String path = String.join(File.pathSeparator, libraries);
        Path info = Files.writeString(
                folder.resolve("module-info.java"),
                "module greeting { requires " + module + "; requires org.slf4j; requires jdk.unsupported; }");
        Path classes = folder.resolve("greeting");
        String[] arguments = {"-p", path, "-d", classes.toString(), info.toString(), SOURCE.toString()};
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments))
                .isZero();
        return new ModularGreeting(path + File.pathSeparator + classes);
    }

    /** The jar of the library: a folder of classes is no module. */
    private static Path library(Path folder) throws IOException {
        Path classes = Path.of(URI.create(
                Kernel.class.getProtectionDomain().getCodeSource().getLocation().toString()));
        if (!Files.isDirectory(classes)) {
            return classes;
        }
        Path jar = folder.resolve("mailslot.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> files = Files.walk(classes)) {
            out.setLevel(0);
            for (Path entry : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                out.putNextEntry(new ZipEntry(classes.relativize(entry).toString()));
                Files.copy(entry, out);
            }
        }
        return jar;
    }

    /** What runs it for a home. */
    String[] command(Path home, String... options) {
        List<String> command = new ArrayList<>(QUICK);
        command.addAll(List.of(options));
        command.addAll(List.of("-p", modulePath, "-m", "greeting/" + Greeting.class.getName(), home.toString()));
        return command.toArray(String[]::new);
    }
}
