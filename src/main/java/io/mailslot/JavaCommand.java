package io.mailslot;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.JvmTrait;
import io.mailslot.api.KernelHandle;
import io.mailslot.api.ProcessStartException;
import io.mailslot.internal.command.ChildCommand;
import io.mailslot.internal.command.ClassProgram;
import io.mailslot.internal.command.CommandLine;
import io.mailslot.internal.command.JarProgram;
import io.mailslot.internal.command.JvmSettings;
import io.mailslot.internal.command.ModuleProgram;
import io.mailslot.internal.command.Program;
import io.mailslot.internal.command.Surroundings;
import java.io.File;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A child JVM that is to be started, by {@link Kernel#createProcess(JavaCommand)}: a class, an executable jar or a module, on
 * this JVM's JDK, class path and module path unless others are named. Immutable; each {@code with…} method returns a changed
 * copy.
 *
 * <p><b>Streams.</b> Standard input is empty, output and errors are discarded, unless others are asked for. They are not this
 * JVM's, because those are not its own in a build tool: they are how Maven and Gradle talk to the JVM that runs the tests, which
 * wait for every process that has them open, and are confused by what it prints. While a child is written,
 * {@code withErrors(Redirect.INHERIT)} shows why it ends.
 *
 * <p><b>Of this JVM</b> go along: what {@link JvmTrait} lists, each of which can be switched off ({@link #withTrait}); and the
 * flags of {@link JvmFlags}, so that no JDK warns. Heap size, garbage collector and other system properties do not. Nor does a
 * debugger: it is left out, and taken out of {@code JAVA_TOOL_OPTIONS}, {@code JDK_JAVA_OPTIONS} and {@code _JAVA_OPTIONS} in the
 * child's environment, unless {@link #withJvmOptions} or {@link #withEnvironment} asks for one.
 *
 * <p><b>Spring Boot.</b> A class of a jar that Spring Boot's loader runs is started by that loader, as {@code java -jar} does it.
 *
 * <p>A command that cannot work is refused where that can be known: no such class on the class path, no such jar or module,
 * nothing in them that could be started. No file is written, but for a class path or module path of more than 128 KiB, which
 * is more than a word of a command line may have on Linux: it goes into the child's folder in the home, and from there with the
 * child's record.
 *
 * @since 0.1.0
 */
public final class JavaCommand {
    private final Program program;
    private final JvmSettings jvm;
    private final Surroundings surroundings;
    private final List<String> arguments;
    private final Map<String, KernelHandle> named;

    private JavaCommand(
            Program program,
            JvmSettings jvm,
            Surroundings surroundings,
            List<String> arguments,
            Map<String, KernelHandle> named) {
        this.program = program;
        this.jvm = jvm;
        this.surroundings = surroundings;
        this.arguments = arguments;
        this.named = named;
    }

    private static JavaCommand of(Program program) {
        return new JavaCommand(program, JvmSettings.DEFAULTS, Surroundings.DEFAULTS, List.of(), Map.of());
    }

    /**
     * A command that runs a class of this JVM.
     *
     * @param mainClass has a {@code main} method
     * @return the command
     */
    public static JavaCommand of(Class<?> mainClass) {
        return of(ClassProgram.of(mainClass));
    }

    /**
     * A command that runs a class on the class path.
     *
     * @param mainClass binary name of a class with a {@code main} method
     * @return the command
     */
    public static JavaCommand of(String mainClass) {
        return of(ClassProgram.of(Objects.requireNonNull(mainClass, "mainClass")));
    }

    /**
     * A command that runs an executable jar, as {@code java -jar} does.
     *
     * @param jar its manifest names the main class and, if there is one, the class path
     * @return the command
     */
    public static JavaCommand ofJar(Path jar) {
        return of(JarProgram.of(jar));
    }

    /**
     * A command that runs a module on the module path or of the JDK, as {@code java -m} does.
     *
     * @param module its name, if it names a main class itself; else with the class, as {@code com.example/com.example.Main}
     * @return the command
     */
    public static JavaCommand ofModule(String module) {
        return of(ModuleProgram.of(Objects.requireNonNull(module, "module")));
    }

    /**
     * Adds arguments for the program, behind those there are.
     *
     * @param more passed to {@code main}
     * @return a changed copy
     */
    public JavaCommand withArguments(String... more) {
        return new JavaCommand(program, jvm, surroundings, joined(arguments, more), named);
    }

    /**
     * Adds options for the JVM, behind those there are and those of this JVM that go along. Class path and module path have
     * methods of their own.
     *
     * @param more for instance {@code -Xmx64m}
     * @return a changed copy
     */
    public JavaCommand withJvmOptions(String... more) {
        return with(jvm.withOptions(joined(jvm.options(), more)));
    }

    /**
     * Sets a system property of the child.
     *
     * @param key its name
     * @param value its value
     * @return a changed copy
     * @throws InvalidArgumentException if no property can have that name (87)
     */
    public JavaCommand withSystemProperty(String key, String value) {
        requireName("system property", key);
        return withJvmOptions("-D" + key + "=" + Objects.requireNonNull(value, "value"));
    }

    /**
     * Sets the class path, instead of that of this JVM.
     *
     * @param entries jars, folders of classes, and folders of jars with {@code *} at their end
     * @return a changed copy
     * @throws InvalidArgumentException if an entry cannot be in a class path (87)
     */
    public JavaCommand withClassPath(Path... entries) {
        return with(jvm.withClassPath(path(entries)));
    }

    /**
     * Sets the module path, instead of that of this JVM.
     *
     * @param entries modules and folders of modules
     * @return a changed copy
     * @throws InvalidArgumentException if an entry cannot be in a module path (87)
     */
    public JavaCommand withModulePath(Path... entries) {
        return with(jvm.withModulePath(path(entries)));
    }

    /**
     * Has another JDK run it.
     *
     * @param folder the JDK's, with {@code bin/java} in it
     * @return a changed copy
     */
    public JavaCommand withJavaHome(Path folder) {
        return with(jvm.withHome(folder.toAbsolutePath()));
    }

    /**
     * Has something of this JVM go along to the child, or not. All of {@link JvmTrait} does unless it is switched off.
     *
     * @param trait what of it
     * @param along false to leave it out
     * @return a changed copy
     */
    public JavaCommand withTrait(JvmTrait trait, boolean along) {
        return with(jvm.withTrait(Objects.requireNonNull(trait, "trait"), along));
    }

    /**
     * Sets the working directory, instead of that of this JVM.
     *
     * @param folder the directory
     * @return a changed copy
     */
    public JavaCommand withDirectory(Path folder) {
        return with(surroundings.withDirectory(folder.toAbsolutePath()));
    }

    /**
     * Sets an environment variable. The others are those of this JVM.
     *
     * @param name its name
     * @param value its value
     * @return a changed copy
     * @throws InvalidArgumentException if no variable can have that name or value (87)
     */
    public JavaCommand withEnvironment(String name, String value) {
        requireName("environment variable", name);
        if (value.indexOf('\0') >= 0) {
            throw new InvalidArgumentException("the value of the environment variable " + name
                    + " has the character 0, which ends it; leave it out");
        }
        return with(surroundings.withVariable(name, Optional.of(value)));
    }

    /**
     * Takes an environment variable out.
     *
     * @param name its name
     * @return a changed copy
     */
    public JavaCommand withoutEnvironment(String name) {
        return with(surroundings.withVariable(Objects.requireNonNull(name, "name"), Optional.empty()));
    }

    /**
     * Sets where standard input comes from, instead of being empty.
     *
     * @param source {@link Redirect#PIPE} to write to it, {@link Redirect#INHERIT} for that of this JVM, or a file
     * @return a changed copy
     */
    public JavaCommand withInput(Redirect source) {
        requireType(source, "standard input", Redirect.Type.READ);
        return with(surroundings.withInput(source));
    }

    /**
     * Sets where standard output goes, instead of being discarded.
     *
     * @param destination a file, {@link Redirect#INHERIT} for that of this JVM, or {@link Redirect#PIPE} to read it: then it must
     *     be read, or the child stops when the pipe is full
     * @return a changed copy
     */
    public JavaCommand withOutput(Redirect destination) {
        requireType(destination, "standard output", Redirect.Type.WRITE, Redirect.Type.APPEND);
        return with(surroundings.withOutput(destination));
    }

    /**
     * Sets where standard error goes, instead of being discarded.
     *
     * @param destination as for {@link #withOutput}
     * @return a changed copy
     */
    public JavaCommand withErrors(Redirect destination) {
        requireType(destination, "standard error", Redirect.Type.WRITE, Redirect.Type.APPEND);
        return with(surroundings.withErrors(destination));
    }

    /**
     * Sets all three standard streams.
     *
     * @param all {@link Redirect#INHERIT} for those of this JVM, {@link Redirect#PIPE} to write and read them
     * @return a changed copy
     */
    public JavaCommand withStreams(Redirect all) {
        return withInput(all).withOutput(all).withErrors(all);
    }

    /**
     * Has the child inherit a handle, and find it under a name by {@link Kernel#inherited}. The handle needs no
     * {@link io.mailslot.api.HandleFlag#INHERIT}: naming it is asking for it. Its copy in the child has the same number, rights and
     * flags, so that without that flag it goes no further by itself.
     *
     * @param name any text that is not empty; a name that is given again means the new handle
     * @param handle of the kernel that is to start the child, and open then; a real one, not {@link Kernel#currentProcess()}
     * @return a changed copy
     * @throws InvalidArgumentException if the name is empty (87)
     */
    public JavaCommand withInherited(String name, KernelHandle handle) {
        if (name.isEmpty()) {
            throw new InvalidArgumentException("the name of an inherited handle is empty; give one, as in 'orders'");
        }
        Map<String, KernelHandle> all = new LinkedHashMap<>(named);
        all.put(name, Objects.requireNonNull(handle, "handle"));
        return new JavaCommand(program, jvm, surroundings, arguments, Collections.unmodifiableMap(all));
    }

    /**
     * The command, to be changed further or started plainly.
     *
     * @return a builder with its words, environment, directory and streams
     * @throws ProcessStartException if it is known that it cannot work (2, 11), or class path or module path are too long for a
     *     command line (206)
     * @throws InvalidArgumentException if a jar is given a class path, or handles are to be inherited under names (87)
     */
    public ProcessBuilder toProcessBuilder() {
        if (!named.isEmpty()) {
            throw new InvalidArgumentException("a builder cannot pass handles on under names, as " + named.keySet()
                    + "; start the command by Kernel.createProcess(JavaCommand)");
        }
        ChildCommand command = prepare();
        if (command.paths().isPresent()) {
            throw new ProcessStartException(
                    ErrorCode.FILENAME_EXCED_RANGE,
                    "the class path or module path of the child is longer than a word of a command line may be (128 KiB);"
                            + " start it by Kernel.createProcess(JavaCommand), which passes it in a file");
        }
        return command.builder();
    }

    /** The command, and what does not fit there. */
    ChildCommand prepare() {
        return CommandLine.of(program, jvm, arguments, surroundings, named);
    }

    private JavaCommand with(JvmSettings changed) {
        return new JavaCommand(program, changed, surroundings, arguments, named);
    }

    private JavaCommand with(Surroundings changed) {
        return new JavaCommand(program, jvm, changed, arguments, named);
    }

    private static List<String> joined(List<String> former, String... more) {
        return Stream.concat(former.stream(), Arrays.stream(more)).toList();
    }

    private static String path(Path... entries) {
        for (Path entry : entries) {
            if (entry.toString().contains(File.pathSeparator)) {
                throw new InvalidArgumentException("'" + entry + "' cannot be one entry of a path, because it has a '"
                        + File.pathSeparator + "', which stands between entries; give each of them by itself");
            }
        }
        return Arrays.stream(entries)
                .map(entry -> entry.toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static void requireName(String what, String name) {
        if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
            throw new InvalidArgumentException("no " + what + " can have the name '" + name
                    + "'; give one that is not empty and has no '=' and no character 0");
        }
    }

    private static void requireType(Redirect redirect, String stream, Redirect.Type... possible) {
        Redirect.Type type = redirect.type();
        if (type != Redirect.Type.PIPE
                && type != Redirect.Type.INHERIT
                && !List.of(possible).contains(type)) {
            throw new InvalidArgumentException(stream + " cannot be redirected as " + redirect
                    + "; use PIPE, INHERIT or a file to " + (possible.length == 1 ? "read from" : "write to"));
        }
    }
}
