package io.mailslot.testkit;

import io.mailslot.api.Inheritance;
import io.mailslot.api.KernelHandle;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A child that is to be started. Immutable; each {@code with…} method, and {@link #readyWhen} and its like, return a changed copy.
 * What only JVMs have is refused for other programs, when they are started.
 *
 * @since 0.1.0
 */
public final class ChildSpec {
    private final TestRun run;
    private final Parts parts;

    private ChildSpec(TestRun run, Parts parts) {
        this.run = run;
        this.parts = parts;
    }

    /** What a child runs. */
    enum Kind {
        /** Whatever it is told to. */
        CALLS,
        /** Code of the test, and then it ends. */
        BODY,
        /** An application's main. */
        MAIN,
        JAR,
        MODULE,
        PROGRAM
    }

    /** Where its standard input comes from. */
    enum Input {
        EMPTY,
        FILE,
        OPEN
    }

    /** All of it; changed by those that have a copy to themselves. */
    static final class Parts implements Cloneable {
        Kind kind;
        final List<String> program;
        Optional<Class<?>> main = Optional.empty();
        Optional<ChildBody> body = Optional.empty();
        String name;
        List<String> arguments = List.of();
        List<String> jvmOptions = List.of();
        Map<String, String> environment = Map.of();
        Map<String, KernelHandle> inherited = Map.of();
        List<KernelHandle> numbered = List.of();
        Optional<Inheritance> inheritance = Optional.empty();
        boolean plain;
        List<String> wrapper = List.of();
        Optional<TestChild> parent = Optional.empty();
        Optional<ErrorOutput> errorOutput = Optional.empty();
        Optional<Path> directory = Optional.empty();
        Optional<Path> javaHome = Optional.empty();
        List<Path> classPath = List.of();
        Optional<String> user = Optional.empty();
        Input input = Input.EMPTY;
        Optional<Path> inputFile = Optional.empty();
        Optional<String> inputText = Optional.empty();
        Optional<Ready> ready = Optional.empty();
        Optional<Stop> stop = Optional.empty();
        Optional<String> faultPoint = Optional.empty();
        boolean debug;
        boolean coverage = true;

        Parts(Kind kind, String name, List<String> program) {
            this.kind = kind;
            this.name = name;
            this.program = program;
        }

        boolean isJvm() {
            return kind != Kind.PROGRAM;
        }

        /** Whether handles of the test go along from the start. */
        boolean inherits() {
            return !inherited.isEmpty() || !numbered.isEmpty();
        }

        /** The arguments, with the numbers of handles in the place of {@code {0}}, {@code {1}} and so on. */
        List<String> effectiveArguments() {
            List<String> effective = arguments;
            for (int i = 0; i < numbered.size(); i++) {
                String mark = "{" + i + "}";
                String number = Integer.toString(numbered.get(i).handle());
                effective = effective.stream()
                        .map(argument -> argument.replace(mark, number))
                        .toList();
            }
            return effective;
        }

        /** Whether the kit is in the child. */
        boolean isConnected() {
            return kind == Kind.CALLS || kind == Kind.BODY || kind == Kind.MAIN;
        }

        /** What a child need not keep when it runs: it has handles in it. */
        Parts withoutCode() {
            Parts copy = clone();
            copy.body = Optional.empty();
            copy.inherited = Map.of();
            copy.numbered = List.of();
            copy.parent = Optional.empty();
            return copy;
        }

        @Override
        protected Parts clone() {
            try {
                return (Parts) super.clone();
            } catch (CloneNotSupportedException e) {
                throw new AssertionError(e);
            }
        }
    }

    static ChildSpec calls(TestRun run) {
        return new ChildSpec(run, new Parts(Kind.CALLS, "jvm", List.of()));
    }

    static ChildSpec main(TestRun run, Class<?> main) {
        Parts parts = new Parts(Kind.MAIN, main.getSimpleName(), List.of());
        parts.main = Optional.of(main);
        return new ChildSpec(run, parts);
    }

    static ChildSpec jar(TestRun run, Path jar) {
        String file = String.valueOf(jar.getFileName());
        return new ChildSpec(run, new Parts(Kind.JAR, file.replaceAll("\\.jar$", ""), List.of(jar.toString())));
    }

    static ChildSpec module(TestRun run, String module) {
        return new ChildSpec(run, new Parts(Kind.MODULE, module.replaceAll(".*/", ""), List.of(module)));
    }

    static ChildSpec program(TestRun run, String... command) {
        if (command.length == 0) {
            throw new IllegalArgumentException("the command to start is empty; give the name of a program at least");
        }
        String file = String.valueOf(Path.of(command[0]).getFileName());
        return new ChildSpec(run, new Parts(Kind.PROGRAM, file, List.of(command)));
    }

    private ChildSpec with(Consumer<Parts> change) {
        Parts copy = parts.clone();
        change.accept(copy);
        return new ChildSpec(run, copy);
    }

    /**
     * Names it: in what is reported, in the names of its files, and for whoever wants to debug it.
     *
     * @param name any text; a number is added if another child of the test has it
     * @return a changed copy
     */
    public ChildSpec withName(String name) {
        return with(copy -> copy.name = Objects.requireNonNull(name, "name"));
    }

    /**
     * Adds arguments of the program.
     *
     * @param more in their order
     * @return a changed copy
     */
    public ChildSpec withArguments(String... more) {
        return with(copy -> copy.arguments = joined(copy.arguments, more));
    }

    /**
     * Adds options of its JVM.
     *
     * @param more in their order
     * @return a changed copy
     */
    public ChildSpec withJvmOptions(String... more) {
        return with(copy -> copy.jvmOptions = joined(copy.jvmOptions, more));
    }

    /**
     * Sets a system property of its JVM.
     *
     * @param key its name
     * @param value its value
     * @return a changed copy
     */
    public ChildSpec withSystemProperty(String key, String value) {
        return withJvmOptions("-D" + key + "=" + value);
    }

    /**
     * Sets an environment variable. The others are those of this JVM.
     *
     * @param variable its name
     * @param value its value
     * @return a changed copy
     */
    public ChildSpec withEnvironment(String variable, String value) {
        return with(copy -> {
            Map<String, String> all = new LinkedHashMap<>(copy.environment);
            all.put(variable, value);
            copy.environment = all;
        });
    }

    /**
     * Sets the working directory, instead of that of this JVM.
     *
     * @param folder the directory
     * @return a changed copy
     */
    public ChildSpec withDirectory(Path folder) {
        return with(copy -> copy.directory = Optional.of(folder));
    }

    /**
     * Gives it a file as standard input, which is empty else.
     *
     * @param file to be read
     * @return a changed copy
     */
    public ChildSpec withInput(Path file) {
        return with(copy -> {
            copy.input = Input.FILE;
            copy.inputFile = Optional.of(file);
        });
    }

    /**
     * Gives it a text as standard input, which is empty else.
     *
     * @param text in UTF-8
     * @return a changed copy
     */
    public ChildSpec withInput(String text) {
        return with(copy -> {
            copy.input = Input.FILE;
            copy.inputText = Optional.of(text);
        });
    }

    /**
     * Leaves standard input open, for the test to write to by {@link Child#process}. The output goes to files in any case.
     *
     * @return a changed copy
     */
    public ChildSpec withOpenInput() {
        return with(copy -> copy.input = Input.OPEN);
    }

    /**
     * Has it inherit a handle under a name, by which {@code Kernel.inherited} finds it. For JVMs.
     *
     * @param name any text that is not empty
     * @param handle of the test's kernel; needs no inherit flag
     * @return a changed copy
     */
    public ChildSpec withInherited(String name, KernelHandle handle) {
        return with(copy -> {
            Map<String, KernelHandle> all = new LinkedHashMap<>(copy.inherited);
            all.put(name, handle);
            copy.inherited = all;
        });
    }

    /**
     * Has it inherit handles, whose numbers it is told in its arguments: {@code {0}} there becomes the number of the first one, which
     * {@code Kernel.sender(int)} and its like take. For JVMs.
     *
     * <pre>{@code
     * jvms.jvm(Clerk.class).withArguments("--orders={0}").withInherited(sender).start();
     * }</pre>
     *
     * @param handles of the test's kernel; they need no inherit flag
     * @return a changed copy
     */
    public ChildSpec withInherited(KernelHandle... handles) {
        return with(copy -> copy.numbered =
                Stream.concat(copy.numbered.stream(), Arrays.stream(handles)).toList());
    }

    /**
     * Has it inherit the handles of the kernel that starts it, which is the test's as a rule, that have the inherit flag, under the same numbers.
     *
     * @param choice which of them; without this, none
     * @return a changed copy
     */
    public ChildSpec withInheritance(Inheritance choice) {
        return with(copy -> copy.inheritance = Optional.of(choice));
    }

    /**
     * Starts it without the test's kernel, as whoever knows nothing of Mailslot does: nobody has a process object of it until it
     * attaches by itself.
     *
     * @return a changed copy
     */
    public ChildSpec startedPlainly() {
        return with(copy -> copy.plain = true);
    }

    /**
     * Has another program start it, which becomes it by {@code exec}: under limits, as another user ({@link #ofUser}), in a namespace
     * of its own.
     *
     * @param words of the other program's command, behind which the child's own is written: {@code "nice", "-n", "19"}, or {@code
     *     "sh", "-c", "ulimit -n 64; exec \"$0\" \"$@\""}
     * @return a changed copy
     */
    public ChildSpec startedBy(String... words) {
        return with(copy -> copy.wrapper = List.of(words));
    }

    /**
     * Has a child start it, by that one's kernel, whose handles it inherits then, or plainly. The test talks with it all the same,
     * also when that one has ended.
     *
     * @param parent a child that was started by code or a class
     * @return a changed copy
     */
    public ChildSpec startedBy(Child parent) {
        return with(copy -> copy.parent = Optional.of((TestChild) parent));
    }

    /**
     * Says whether it may print on standard error, whatever is said of the others.
     *
     * @param choice whether it may
     * @return a changed copy
     */
    public ChildSpec withErrorOutput(ErrorOutput choice) {
        return with(copy -> copy.errorOutput = Optional.of(choice));
    }

    /**
     * Starts it by another JDK than the one of this JVM.
     *
     * @param folder the JDK's
     * @return a changed copy
     */
    public ChildSpec withJavaHome(Path folder) {
        return with(copy -> copy.javaHome = Optional.of(folder));
    }

    /**
     * Gives it another class path than this JVM's. The kit must be on it, and the class of whatever code of the test it runs. Not for
     * jars, modules and other programs.
     *
     * @param entries folders and jars
     * @return a changed copy
     */
    public ChildSpec withClassPath(Path... entries) {
        return with(copy -> copy.classPath = List.of(entries));
    }

    /**
     * Lets it talk with the test though it runs as another user of this machine, as which {@link #startedBy} has to start it. Takes a
     * superuser, and a user that is trusted: this JVM reads objects that any process of his may send. Whatever it reads and enters must
     * be open to that user: its class path ({@link #withClassPath}), its directory, a home made for a group and named by
     * {@link JvmsOptions#withHome}. The test's own home and folder are not, so that it cannot be stopped at a fault point, what it covers
     * is not counted, and it starts no further children of the test.
     *
     * <pre>{@code
     * jvms.jvm()
     *         .ofUser("61001")
     *         .startedBy("setpriv", "--reuid=61001", "--regid=61001", "--clear-groups")
     *         .withClassPath(copies)
     *         .withDirectory(Path.of("/"))
     *         .start();
     * }</pre>
     *
     * @param name the user's, or number
     * @return a changed copy
     */
    public ChildSpec ofUser(String name) {
        return with(copy -> copy.user = Optional.of(name));
    }

    /**
     * Says by what it is known to be ready. {@link #start} waits for that.
     *
     * @param condition what to wait for
     * @return a changed copy
     */
    public ChildSpec readyWhen(Ready condition) {
        return with(copy -> copy.ready = Optional.of(condition));
    }

    /**
     * Has it stand still at a method of whatever code it runs; see {@link Child#awaitStopped}. This JVM is its debugger then: it
     * needs the module {@code jdk.jdi}, and nobody else can debug the child.
     *
     * @param place where, and at which time
     * @return a changed copy
     */
    public ChildSpec stopAt(Stop place) {
        return with(copy -> copy.stop = Optional.of(place));
    }

    /**
     * Has it stand still at a fault point of Mailslot itself; see {@link Child#awaitStopped}.
     *
     * @param name a constant of the library's {@code FaultPoint}
     * @param time which time it comes there; 1 for the first
     * @return a changed copy
     */
    public ChildSpec stopAtFaultPoint(String name, int time) {
        return with(copy -> copy.faultPoint = Optional.of(name + "#" + time));
    }

    /**
     * Has it wait for a person's debugger, as if it were named in the system property {@code mailslot.testkit.debug}. No time is
     * limited then.
     *
     * @return a changed copy
     */
    public ChildSpec withDebugger() {
        return with(copy -> copy.debug = true);
    }

    /**
     * Leaves this JVM's agents that measure coverage out.
     *
     * @return a changed copy
     */
    public ChildSpec withoutCoverage() {
        return with(copy -> copy.coverage = false);
    }

    /**
     * Starts it, and waits until it is ready, if {@link #readyWhen} says when it is.
     *
     * @return the child
     * @throws ChildFailure if it does not become ready, with all that it has printed
     */
    public Child start() {
        TestChild child = run.launch(parts);
        if (parts.ready.isPresent()) {
            child.awaitReady();
        }
        return child;
    }

    /**
     * Starts it with code of the test: when that has come to its end, so has the child, with 0, or 1 if the code has failed.
     *
     * @param body what it does
     * @return the child
     * @throws IllegalArgumentException if the code captures what cannot go to another JVM
     */
    public Child start(ChildBody body) {
        if (parts.kind != Kind.CALLS) {
            throw new IllegalArgumentException(
                    "'" + parts.name + "' runs a program of its own; start it without code, or use"
                            + " jvm() for a child that runs the test's");
        }
        return with(copy -> {
                    copy.kind = Kind.BODY;
                    copy.body = Optional.of(body);
                })
                .start();
    }

    private static List<String> joined(List<String> former, String... more) {
        return Stream.concat(former.stream(), Arrays.stream(more)).toList();
    }
}
