package io.mailslot.internal.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * A jar that Spring Boot made, whose loader finds the program's classes in a folder of the jar and their libraries in jars within.
 *
 * @param path where it is
 * @param main the class that it starts
 * @param classes the folder of the classes, with a slash at its end
 * @param launcher its loader for any class; empty if it has none
 */
record SpringBootJar(Path path, String main, String classes, Optional<String> launcher) {
    private static final String LOADERS = "org.springframework.boot.loader.";
    private static final String ANY_CLASS = "PropertiesLauncher";

    /** The jar, if a class path is that alone. */
    static Optional<SpringBootJar> at(String classPath) {
        try {
            Path path = Path.of(classPath);
            if (!Files.isRegularFile(path)) {
                return Optional.empty();
            }
            try (JarFile jar = new JarFile(path.toFile(), false)) {
                Manifest manifest = jar.getManifest();
                return Optional.ofNullable(manifest).flatMap(told -> read(path, jar, told.getMainAttributes()));
            }
        } catch (IOException | InvalidPathException noJar) {
            return Optional.empty();
        }
    }

    private static Optional<SpringBootJar> read(Path path, JarFile jar, Attributes manifest) {
        String main = manifest.getValue("Start-Class");
        if (main == null) {
            return Optional.empty();
        }
        String classes = manifest.getValue("Spring-Boot-Classes");
        return Optional.of(new SpringBootJar(
                path,
                main,
                classes == null ? "BOOT-INF/classes/" : classes,
                launcher(jar, "launch.").or(() -> launcher(jar, ""))));
    }

    /** Since Boot 3.2 the loaders are in a package of their own. */
    private static Optional<String> launcher(JarFile jar, String place) {
        String name = LOADERS + place + ANY_CLASS;
        return jar.getEntry(ClassSearch.file(name)) == null ? Optional.empty() : Optional.of(name);
    }

    /** How its loader starts a class; empty if the class is not in it. */
    Optional<Start> start(ClassProgram program) {
        if (program.name().equals(main)) {
            return Optional.of(Start.of("", "-jar", path.toString()));
        }
        return launcher.filter(any -> has(program))
                .map(any -> Start.of(path.toString(), "-Dloader.main=" + program.name(), any));
    }

    private boolean has(ClassProgram program) {
        if (program.loader().filter(loader -> loader.startsWith(LOADERS)).isPresent()) {
            return true; // maybe from a jar within
        }
        try (JarFile jar = new JarFile(path.toFile(), false)) {
            return jar.getEntry(classes + ClassSearch.file(program.name())) != null;
        } catch (IOException cannotLook) {
            return true;
        }
    }
}
