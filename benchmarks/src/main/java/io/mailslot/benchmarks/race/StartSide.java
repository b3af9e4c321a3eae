package io.mailslot.benchmarks.race;

import io.mailslot.JavaCommand;
import io.mailslot.JvmFlags;
import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.ChildProcess;
import io.mailslot.api.Inheritance;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A process of {@link StartRace}: {@code HOME}, a parent, that starts a child for each line it is told; or {@code child HANDLE},
 * a child, whose handle is 0 if it is to do nothing. Calls only what each build of the library has had, in the form it has always had.
 */
final class StartSide {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private StartSide() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("child")) {
            child(System.nanoTime(), Integer.parseInt(arguments[1]));
        } else {
            parent(Path.of(arguments[0]));
        }
    }

    /** All processes of a machine share the clock of {@code nanoTime}. */
    private static void child(long entered, int handle) {
        if (handle == 0) {
            Side.say(entered + " " + processorTime());
            return;
        }
        try (Kernel kernel = Kernel.attach()) {
            long attached = System.nanoTime();
            byte[] message = kernel.receiver(handle).read();
            long read = System.nanoTime();
            Side.say(entered + " " + attached + " " + read + " " + processorTime() + " " + message.length);
        }
    }

    /** Of this whole process until now, in ticks of 10 ms. */
    private static long processorTime() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    }

    private static void parent(Path home) throws Exception {
        Side.endWithParent();
        Kernel kernel = Kernel.attach(KernelOptions.defaults().withHome(home));
        Side.say("ready");
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            StartKind kind = StartKind.valueOf(order);
            Side.say(kind.isBare() ? bare(kind) : start(kernel, kind));
        }
    }

    private static String bare(StartKind kind) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process child = new ProcessBuilder(command(kind, 0, Path.of("none"))).start();
        try (BufferedReader output = child.inputReader(StandardCharsets.US_ASCII)) {
            String[] figures = output.readLine().split(" ");
            child.waitFor();
            return Long.parseLong(figures[0]) - start + " " + figures[1];
        }
    }

    /** A child whose message is there before it is. */
    private static String start(Kernel kernel, StartKind kind) throws Exception {
        try (Receiver receiver = kernel.createMailslot(
                        "start", MailslotOptions.defaults().withInheritable(true));
                Sender sender = kernel.openMailslot("start")) {
            sender.write(new byte[Message.SMALL]);
            long start = System.nanoTime();
            try (ChildProcess child = kind == StartKind.COMMAND
                    ? ByCommand.start(kernel, receiver.handle())
                    : kernel.createProcess(
                            new ProcessBuilder(command(kind, receiver.handle(), kernel.home())), all())) {
                long called = System.nanoTime() - start;
                String[] figures = new BufferedReader(
                                new InputStreamReader(child.process().getInputStream(), StandardCharsets.US_ASCII))
                        .readLine()
                        .split(" ");
                if (Integer.parseInt(figures[4]) != Message.SMALL || !child.waitForEnd(PATIENCE)) {
                    throw new IllegalStateException("the child has read something else, or does not end");
                }
                return Stream.of(
                                Long.parseLong(figures[2]) - start,
                                Long.parseLong(figures[3]),
                                called,
                                Long.parseLong(figures[0]) - start,
                                Long.parseLong(figures[1]) - start)
                        .map(String::valueOf)
                        .collect(Collectors.joining(" "));
            }
        }
    }

    private static List<String> command(StartKind kind, int handle, Path home) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        if (kind.flags()) {
            command.addAll(JvmFlags.forJdk(Runtime.version().feature()));
        }
        if (kind == StartKind.ARCHIVE) {
            Path archive = home.resolveSibling(home.getFileName() + ".jsa");
            command.add("-Xlog:cds*=off");
            command.add((Files.exists(archive) ? "-XX:SharedArchiveFile=" : "-XX:ArchiveClassesAtExit=") + archive);
        }
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                StartSide.class.getName(),
                "child",
                Integer.toString(handle)));
        return command;
    }

    /** It is a class, and was an interface: what is compiled for the one does not run with the other. */
    private static Inheritance all() throws ReflectiveOperationException {
        return (Inheritance) Inheritance.class.getMethod("all").invoke(null);
    }

    /** Loaded only where the library has it in this form. */
    private static final class ByCommand {
        static ChildProcess start(Kernel kernel, int handle) {
            return kernel.createProcess(
                    JavaCommand.of(StartSide.class)
                            .withArguments("child", Integer.toString(handle))
                            .withOutput(ProcessBuilder.Redirect.PIPE),
                    Inheritance.all());
        }
    }
}
