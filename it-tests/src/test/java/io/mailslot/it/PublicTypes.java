package io.mailslot.it;

import io.mailslot.Kernel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The types that users of the library touch, but for those of C, and their methods. */
final class PublicTypes {
    private static final List<String> PACKAGES = List.of("io/mailslot", "io/mailslot/api", "io/mailslot/inspect");

    private PublicTypes() {}

    /** All of them, from where the library lies: a folder of classes, or a jar. */
    static List<Class<?>> all() {
        try {
            Path library = Path.of(Kernel.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (Files.isDirectory(library)) {
                return in(library);
            }
            try (FileSystem jar = FileSystems.newFileSystem(URI.create("jar:" + library.toUri()), Map.of())) {
                return in(jar.getPath("/"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Class<?>> in(Path root) throws IOException {
        List<Class<?>> types = new ArrayList<>();
        for (String folder : PACKAGES) {
            try (Stream<Path> files = Files.list(root.resolve(folder))) {
                files.map(file -> file.getFileName().toString())
                        .filter(file -> file.endsWith(".class") && !file.equals("package-info.class"))
                        .map(file ->
                                type((folder + "/" + file).replace(".class", "").replace('/', '.')))
                        .filter(PublicTypes::isPublic)
                        .forEach(types::add);
            }
        }
        return types;
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isPublic(Class<?> type) {
        return Modifier.isPublic(type.getModifiers())
                && (type.getEnclosingClass() == null || isPublic(type.getEnclosingClass()))
                && !Throwable.class.isAssignableFrom(type)
                && !type.isAnnotation();
    }

    /** Those methods that are declared by one of the types, but for what users write themselves, and what every object has. */
    static List<Method> methods() {
        return all().stream()
                .filter(type -> !type.isEnum() && !type.isAnnotationPresent(FunctionalInterface.class))
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .filter(method -> !method.getName().equals("equals"))
                .toList();
    }

    /** The public types that an object has. */
    static List<Class<?>> of(Object instance) {
        return all().stream().filter(type -> type.isInstance(instance)).toList();
    }
}
