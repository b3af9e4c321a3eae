package io.mailslot;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What users of the library can name. */
final class PublicApi {
    static final List<String> PACKAGES =
            List.of("io.mailslot", "io.mailslot.api", "io.mailslot.inspect", "io.mailslot.win32");

    /** From the folder of the module, where its tests run. */
    private static final Path SOURCES = Path.of("main/java");

    static final JavaClasses LIBRARY = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.mailslot");

    private PublicApi() {}

    /** The public types of the public packages, those in other types included. */
    static List<JavaClass> types() {
        return LIBRARY.stream()
                .filter(type -> PACKAGES.contains(type.getPackageName()))
                .filter(PublicApi::isPublic)
                .toList();
    }

    private static boolean isPublic(JavaClass type) {
        Optional<JavaClass> outer = type.getEnclosingClass();
        return type.getModifiers().contains(JavaModifier.PUBLIC) && (outer.isEmpty() || isPublic(outer.get()));
    }

    /** The sources of the public packages, without their package-info. */
    static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String name : PACKAGES) {
            try (Stream<Path> files = Files.list(SOURCES.resolve(name.replace('.', '/')))) {
                files.filter(Files::isRegularFile)
                        .filter(file -> !file.endsWith("package-info.java"))
                        .forEach(sources::add);
            }
        }
        return sources;
    }

    static boolean isPublic(Member member) {
        return Modifier.isPublic(member.getModifiers());
    }
}
