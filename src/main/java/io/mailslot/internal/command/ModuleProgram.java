package io.mailslot.internal.command;

import java.io.File;
import java.io.IOException;
import java.lang.module.FindException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * A module with a main class.
 *
 * @param module its name
 * @param mainClass empty for the one that the module names itself
 */
public record ModuleProgram(String module, Optional<String> mainClass) implements Program {
    /**
     * A module.
     *
     * @param name the module, or the module and a class as {@code java -m} takes them: {@code com.example/com.example.Main}
     */
    public static ModuleProgram of(String name) {
        int slash = name.indexOf('/');
        return slash < 0
                ? new ModuleProgram(name, Optional.empty())
                : new ModuleProgram(name.substring(0, slash), Optional.of(name.substring(slash + 1)));
    }

    @Override
    public Start start(JvmSettings jvm) {
        String modulePath = jvm.effectiveModulePath();
        Optional<ModuleReference> found =
                find(modulePath).or(() -> ModuleFinder.ofSystem().find(module));
        if (found.isPresent()) {
            requireMainClass(found.get(), jvm);
        } else if (jvm.home().isEmpty()) {
            throw Program.missing(
                    "there is no module " + module + " in this JDK or on the module path, "
                            + (modulePath.isEmpty() ? "which is empty" : modulePath)
                            + "; check its name, and name where it is with withModulePath",
                    null);
        }
        return Start.of(
                jvm.effectiveClassPath(),
                "-m",
                mainClass.map(name -> module + "/" + name).orElse(module));
    }

    private Optional<ModuleReference> find(String modulePath) {
        if (modulePath.isEmpty()) {
            return Optional.empty();
        }
        Path[] entries = Arrays.stream(modulePath.split(File.pathSeparator))
                .map(Path::of)
                .toArray(Path[]::new);
        try {
            return ModuleFinder.of(entries).find(module);
        } catch (FindException unfit) {
            throw Program.unfit("the module path cannot be used: " + unfit.getMessage() + "; mend it", unfit);
        }
    }

    private void requireMainClass(ModuleReference found, JvmSettings jvm) {
        if (mainClass.isEmpty()) {
            if (found.descriptor().mainClass().isEmpty()) {
                throw Program.unfit(
                        "the module " + module + " names no main class; name it, as in '" + module + "/" + module
                                + ".Main'",
                        null);
            }
        } else if (!mayHave(found, ClassSearch.file(mainClass.get()))
                && !jvm.mayHaveOtherClasses()
                && !ThisJvm.isPatched()) {
            throw Program.missing(
                    "there is no class " + mainClass.get() + " in the module " + module + "; check its name", null);
        }
    }

    private static boolean mayHave(ModuleReference found, String file) {
        try (ModuleReader reader = found.open()) {
            return reader.find(file).isPresent();
        } catch (IOException cannotLook) {
            return true;
        }
    }
}
