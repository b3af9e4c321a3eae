package io.mailslot.internal.command;

import io.mailslot.api.JvmTrait;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a child JVM is started. Immutable.
 *
 * @param home the JDK's folder; none for that of this JVM
 * @param classPath none for that of this JVM
 * @param modulePath none for that of this JVM, if that goes along
 * @param options further ones
 * @param traits what goes along of this JVM
 */
public record JvmSettings(
        Optional<Path> home,
        Optional<String> classPath,
        Optional<String> modulePath,
        List<String> options,
        Set<JvmTrait> traits) {
    /** As this JVM. */
    public static final JvmSettings DEFAULTS = new JvmSettings(
            Optional.empty(), Optional.empty(), Optional.empty(), List.of(), EnumSet.allOf(JvmTrait.class));

    public JvmSettings {
        options = List.copyOf(options);
        traits = Set.copyOf(traits);
    }

    public JvmSettings withHome(Path other) {
        return new JvmSettings(Optional.of(other), classPath, modulePath, options, traits);
    }

    public JvmSettings withClassPath(String path) {
        return new JvmSettings(home, Optional.of(path), modulePath, options, traits);
    }

    public JvmSettings withModulePath(String path) {
        return new JvmSettings(home, classPath, Optional.of(path), options, traits);
    }

    public JvmSettings withOptions(List<String> all) {
        return new JvmSettings(home, classPath, modulePath, all, traits);
    }

    public JvmSettings withTrait(JvmTrait trait, boolean along) {
        Set<JvmTrait> all = EnumSet.noneOf(JvmTrait.class);
        all.addAll(traits);
        if (along) {
            all.add(trait);
        } else {
            all.remove(trait);
        }
        return new JvmSettings(home, classPath, modulePath, options, all);
    }

    String effectiveClassPath() {
        return classPath.orElseGet(ThisJvm::classPath);
    }

    /** Empty for none. */
    String effectiveModulePath() {
        return modulePath.orElseGet(() -> takesModulePath() ? ThisJvm.modulePath() : "");
    }

    /** Whether the child has the modules of this JVM. */
    boolean takesModulePath() {
        return modulePath.isEmpty() && traits.contains(JvmTrait.MODULE_PATH);
    }

    /** Whether classes may come from elsewhere than the class path, which only the child knows. */
    boolean mayHaveOtherClasses() {
        return options.stream()
                .anyMatch(option -> option.startsWith("@")
                        || option.startsWith("-Xbootclasspath")
                        || option.startsWith("-Djava.system.class.loader=")
                        || option.startsWith("-javaagent:")
                        || option.startsWith("-agent")
                        || option.startsWith("--patch-module"));
    }
}
