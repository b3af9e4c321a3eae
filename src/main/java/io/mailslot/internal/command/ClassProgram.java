package io.mailslot.internal.command;

import java.util.Optional;

/**
 * A class with a {@code main} method.
 *
 * @param name its binary name
 * @param module the named module that it is in; empty if it is in none, or that is not known
 * @param loader what has loaded it here; empty if that is not known
 * @param onClassPath whether this JVM has it from its own class path or modules
 */
public record ClassProgram(String name, Optional<String> module, Optional<String> loader, boolean onClassPath)
        implements Program {

    /** A class of this JVM. */
    public static ClassProgram of(Class<?> type) {
        Module module = type.getModule();
        boolean named = module.isNamed() && module.getLayer() == ModuleLayer.boot();
        ClassLoader loader = type.getClassLoader();
        return new ClassProgram(
                type.getName(),
                named ? Optional.of(module.getName()) : Optional.empty(),
                Optional.of(loader == null ? "the JVM" : loader.getClass().getName()),
                named || loader == null || loader == ClassLoader.getSystemClassLoader());
    }

    /** A class of that name, wherever it is. */
    public static ClassProgram of(String name) {
        return new ClassProgram(name, Optional.empty(), Optional.empty(), false);
    }

    @Override
    public Start start(JvmSettings jvm) {
        if (jvm.classPath().isPresent()) {
            String classPath = jvm.classPath().get();
            if (jvm.mayHaveOtherClasses() || ClassSearch.mayFind(name, classPath)) {
                return Start.of(classPath, name);
            }
            throw Program.missing(
                    "the class " + name + " is not on the class path it was given, " + shortened(classPath)
                            + "; check its name, and give withClassPath all that it needs",
                    null);
        }
        return located().startHere(jvm);
    }

    private ClassProgram located() {
        if (loader.isPresent()) {
            return this;
        }
        try {
            return of(Class.forName(name, false, ClassLoader.getSystemClassLoader()));
        } catch (ClassNotFoundException | LinkageError notHere) {
            return this;
        }
    }

    private Start startHere(JvmSettings jvm) {
        String classPath = ThisJvm.classPath();
        Optional<String> main = jvm.takesModulePath() ? ThisJvm.mainModule() : Optional.empty();
        if (module.isPresent() && main.isPresent()) {
            return Start.of(classPath, "-m", module.get() + "/" + name);
        }
        if (onClassPath || jvm.mayHaveOtherClasses() || ClassSearch.mayFind(name, classPath)) {
            // beside modules that the class may use
            return main.map(root -> Start.of(classPath, "--add-modules=" + root, name))
                    .orElseGet(() -> Start.of(classPath, name));
        }
        return SpringBootJar.at(classPath)
                .flatMap(jar -> jar.start(this))
                .orElseThrow(() -> Program.missing(
                        "the class " + name + " is not on the class path of this JVM, "
                                + shortened(classPath)
                                + loader.map(by -> ", but was loaded by " + by).orElse("")
                                + "; start the jar that loads it by JavaCommand.ofJar, or name the class path with withClassPath",
                        null));
    }

    /** A class path of hundreds of jars helps nobody. */
    private static String shortened(String classPath) {
        return classPath.length() <= 200 ? classPath : classPath.substring(0, 200) + "...";
    }
}
