package io.mailslot.testkit;

import io.mailslot.JavaCommand;
import io.mailslot.Kernel;
import io.mailslot.api.ChildProcess;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.Inheritance;
import io.mailslot.api.JvmTrait;
import io.mailslot.api.KernelHandle;
import io.mailslot.api.ProcessObject;
import io.mailslot.api.ProcessStartException;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The start of a child. Once this JVM is attached to the test's home children are started by its kernel, so that they have process
 * objects; before, they are plain processes: whoever needs no mailslots has nothing of them.
 */
final class Launch {
    private static final Path NOTHING = Path.of("/dev/null");

    private final TestRun run;
    private final ChildSpec.Parts parts;
    private final String name;
    private final long number;
    private final ChildFiles files;
    private final @Nullable Breakpoint breakpoint;

    /**
     * Makes it.
     *
     * @param name of the child
     * @param number by which it says hello
     */
    Launch(TestRun run, ChildSpec.Parts parts, String name, long number, @Nullable Breakpoint breakpoint) {
        this.run = run;
        this.parts = parts;
        this.name = name;
        this.number = number;
        this.files = ChildFiles.of(run.folder(), name);
        this.breakpoint = breakpoint;
    }

    /**
     * A child that runs.
     *
     * @param object its process object; null if it was started plainly
     */
    record Started(Process process, @Nullable ProcessObject object) {}

    Started start() throws IOException {
        requireThatAnotherUserCan();
        return parts.isJvm() ? startJvm() : startProgram();
    }

    private Started startJvm() throws IOException {
        JavaCommand command = command()
                .withTrait(JvmTrait.AGENTS, false)
                .withJvmOptions(jvmOptions().toArray(String[]::new))
                .withInput(input())
                .withOutput(Redirect.to(files.out().toFile()))
                .withErrors(Redirect.to(files.err().toFile()));
        for (Map.Entry<String, String> variable : environment().entrySet()) {
            command = command.withEnvironment(variable.getKey(), variable.getValue());
        }
        for (Map.Entry<String, KernelHandle> handle : parts.inherited.entrySet()) {
            command = command.withInherited(handle.getKey(), handle.getValue());
        }
        for (KernelHandle handle : parts.numbered) {
            command = command.withInherited("handle " + handle.handle(), handle); // which keeps its number
        }
        if (!classPath().isEmpty()) {
            command = command.withClassPath(classPath().toArray(Path[]::new));
        }
        if (parts.directory.isPresent()) {
            command = command.withDirectory(parts.directory.get());
        }
        if (parts.javaHome.isPresent()) {
            command = command.withJavaHome(parts.javaHome.get());
        }
        Kernel kernel = starter();
        if (kernel != null && parts.wrapper.isEmpty()) {
            return started(kernel.createProcess(command, inheritance()));
        }
        ProcessBuilder builder;
        try {
            builder = command.toProcessBuilder();
        } catch (ProcessStartException e) {
            if (e.errorCode() != ErrorCode.FILENAME_EXCED_RANGE || isStartedOtherwise()) {
                throw e;
            }
            return started(run.kernel().createProcess(command)); // which puts a long class path into a file
        }
        return start(builder.command(wrapped(builder.command())), kernel);
    }

    /** Else it would run as this JVM's user, or fail in the midst of the library. */
    private void requireThatAnotherUserCan() {
        if (parts.user.isEmpty()) {
            return;
        }
        String user = "child '" + name + "' is of user '" + parts.user.get() + "': ";
        if (!parts.isConnected()) {
            throw new IllegalArgumentException(user + "only a child that talks with the test needs that to be said");
        }
        if (parts.wrapper.isEmpty() && parts.parent.isEmpty()) {
            throw new IllegalArgumentException(
                    user + "startedBy has to start it as that user, as by setpriv --reuid=" + parts.user.get());
        }
        if (parts.faultPoint.isPresent()) {
            throw new IllegalArgumentException(
                    user + "it cannot stop at a fault point, since the test's folder is closed to it");
        }
    }

    /** Instead of this JVM's; empty for that. */
    private List<Path> classPath() {
        if (!parts.isConnected()) {
            requireNoClassPath();
            return List.of();
        }
        if (!parts.classPath.isEmpty()) {
            return parts.classPath;
        }
        return archive().classPath().isEmpty()
                ? run.options().classPath()
                : archive().classPath();
    }

    private void requireNoClassPath() {
        if (!parts.classPath.isEmpty()) {
            throw new IllegalArgumentException(
                    "'" + parts.name + "' has its classes from its jar or its module: it can have no class path");
        }
    }

    private boolean isStartedOtherwise() {
        return parts.plain || !parts.wrapper.isEmpty() || parts.parent.isPresent();
    }

    /** The kernel of this JVM that is to start it; null if none is. */
    private @Nullable Kernel starter() {
        if (parts.parent.isPresent()) {
            return null;
        }
        boolean needed = parts.inherits() || parts.inheritance.isPresent();
        if (needed && parts.plain) {
            throw new IllegalArgumentException(
                    "child '" + name
                            + "' is to be started plainly, and to inherit handles, which only those can that the kernel starts");
        }
        return parts.plain ? null : needed ? run.kernel() : run.kernelIfAttached();
    }

    private Inheritance inheritance() {
        return parts.inheritance.orElse(Inheritance.none());
    }

    private List<String> wrapped(List<String> words) {
        List<String> all = new ArrayList<>(parts.wrapper);
        all.addAll(words);
        return all;
    }

    private Started start(ProcessBuilder builder, @Nullable Kernel kernel) throws IOException {
        if (parts.parent.isPresent()) {
            return startElsewhere(builder, parts.parent.get());
        }
        return kernel == null
                ? new Started(builder.start(), null)
                : started(kernel.createProcess(builder, inheritance()));
    }

    private ClassArchive archive() {
        return ClassArchive.of(run.options().classArchive());
    }

    private Started startElsewhere(ProcessBuilder builder, TestChild parent) {
        if (parts.inherits() || parts.input == ChildSpec.Input.OPEN) {
            throw new IllegalArgumentException("child '" + name + "' is to be started by " + parent
                    + ": it can have no handles of the test, and no open input");
        }
        StartElsewhere start = StartElsewhere.of(builder, parts.environment, parts.plain, inheritance());
        long pid = parent.code().obey("start '" + name + "'", start);
        return new Started(new ProcessElsewhere(pid, parent.code().ask(new StartElsewhere.End(pid))), null);
    }

    private static Started started(ChildProcess child) {
        return new Started(child.process(), child);
    }

    private JavaCommand command() throws IOException {
        JavaCommand command = switch (parts.kind) {
            case JAR -> JavaCommand.ofJar(Path.of(parts.program.get(0)));
            case MODULE -> JavaCommand.ofModule(parts.program.get(0));
            default ->
                JavaCommand.of(ChildMain.class)
                        .withArguments(ChildMain.arguments(run.socket(parts), number, name, run.folder(), parts.kind));
        };
        if (parts.main.isPresent()) {
            command = command.withArguments(parts.main.get().getName());
        }
        return command.withArguments(parts.effectiveArguments().toArray(String[]::new));
    }

    /** Most children live for a moment only: what makes a long-lived JVM faster makes them slower. */
    private List<String> jvmOptions() {
        List<String> asked = new ArrayList<>(run.options().jvmOptions());
        asked.addAll(parts.jvmOptions);
        List<String> all = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        if (asked.stream().noneMatch(option -> option.startsWith("-XX:+Use") && option.endsWith("GC"))) {
            all.add("-XX:+UseSerialGC");
        }
        if (parts.isConnected() && parts.classPath.isEmpty()) {
            all.addAll(archive().options());
        }
        if (parts.coverage && parts.user.isEmpty()) { // who may not write there
            all.addAll(Agents.options(name));
        }
        if (breakpoint != null) {
            all.add(breakpoint.jvmOption());
        }
        parts.faultPoint.ifPresent(point -> all.add("-Dmailslot.fault=" + point + ":pause:" + files.stopped()));
        all.addAll(debugger());
        all.addAll(asked);
        return all;
    }

    private List<String> debugger() {
        Optional<String> option = Debugging.option(name, parts.debug);
        if (option.isPresent() && breakpoint != null) {
            throw new IllegalArgumentException(
                    "child '" + name + "' cannot be debugged by a person, because the test is its debugger"
                            + " already, to stop it at a method");
        }
        return option.stream().toList();
    }

    private Map<String, String> environment() {
        Map<String, String> all = new LinkedHashMap<>(run.environment());
        all.putAll(parts.environment);
        return all;
    }

    private Redirect input() throws IOException {
        if (parts.input == ChildSpec.Input.OPEN) {
            return Redirect.PIPE;
        }
        Path file = NOTHING;
        if (parts.inputFile.isPresent()) {
            file = parts.inputFile.get();
        } else if (parts.inputText.isPresent()) {
            file = files.in();
            Files.writeString(file, parts.inputText.get(), StandardCharsets.UTF_8);
        }
        return Redirect.from(file.toFile());
    }

    private Started startProgram() throws IOException {
        if (!parts.jvmOptions.isEmpty()
                || parts.stop.isPresent()
                || parts.faultPoint.isPresent()
                || parts.inherits()
                || parts.javaHome.isPresent()
                || !parts.classPath.isEmpty()) {
            throw new IllegalArgumentException(
                    "'" + parts.name + "' is started as a program, of which it is not known that it is"
                            + " a JVM: it can have no JVM options, no class path, no stop, no fault point and no handles");
        }
        List<String> words = new ArrayList<>(parts.program);
        words.addAll(parts.arguments);
        ProcessBuilder builder = new ProcessBuilder(wrapped(words))
                .redirectInput(input())
                .redirectOutput(files.out().toFile())
                .redirectError(files.err().toFile());
        builder.environment().putAll(environment());
        parts.directory.ifPresent(folder -> builder.directory(folder.toFile()));
        return start(builder, starter());
    }
}
