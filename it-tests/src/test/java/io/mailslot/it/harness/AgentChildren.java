package io.mailslot.it.harness;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.mailslot.JavaCommand;
import io.mailslot.Kernel;
import io.mailslot.api.Inheritance;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The commands of an {@link Agent} that start children of its own, the grandchildren of the test, and talk to them. */
final class AgentChildren {
    private final Kernel kernel;
    private final List<Grandchild> grandchildren = new ArrayList<>();

    AgentChildren(Kernel kernel) {
        this.kernel = kernel;
    }

    Map<String, ?> execute(String command, List<String> arguments) throws IOException {
        return switch (command) {
            case "spawn" ->
                remember(kernel.createProcess(agent(), inheritance(arguments.get(0)))
                        .process());
            case "relay" ->
                remember(kernel.createProcess(
                                relay(arguments.subList(1, arguments.size())), inheritance(arguments.get(0)))
                        .process());
            case "relayaside" -> startAside(arguments);
            case "plainspawn" -> remember(agent().start());
            case "leave" -> leave(grandchildren.get(Integer.parseInt(arguments.get(0))));
            default -> throw new IllegalArgumentException("no such command: " + command);
        };
    }

    /** A relay that another program starts, which ends itself at once; the relay begins when a file is there. */
    private Map<String, ?> startAside(List<String> arguments) throws IOException {
        ProcessBuilder relay = relay(arguments.subList(2, arguments.size()));
        List<String> command = new ArrayList<>(List.of(
                "sh",
                "-c",
                "file=$1; shift; (until [ -e \"$file\" ]; do sleep 0.05; done; exec \"$@\") & exit 0",
                "sh",
                arguments.get(0)));
        command.addAll(relay.command());
        relay.command(command);
        return leave(new Grandchild(
                kernel.createProcess(relay, inheritance(arguments.get(1))).process(), null));
    }

    /** Passes a command on and gives the grandchild's answer back as it came. */
    String tell(List<String> arguments) throws IOException {
        Grandchild grandchild = grandchildren.get(Integer.parseInt(arguments.get(0)));
        String command = Words.join(arguments.subList(1, arguments.size()).toArray(String[]::new));
        OutputStream input = grandchild.process().getOutputStream();
        input.write((command + System.lineSeparator()).getBytes(US_ASCII));
        input.flush();
        String answer = grandchild.output().readLine();
        if (answer == null) {
            throw new IOException(
                    "grandchild " + grandchild.process().pid() + " ended instead of answering " + command);
        }
        return answer;
    }

    private Map<String, ?> remember(Process process) {
        grandchildren.add(
                new Grandchild(process, new BufferedReader(new InputStreamReader(process.getInputStream(), US_ASCII))));
        return Map.of("child", grandchildren.size() - 1, "pid", process.pid());
    }

    private static Map<String, ?> leave(Grandchild grandchild) throws IOException {
        grandchild.process().getOutputStream().close();
        try {
            return Map.of("exit", grandchild.process().waitFor());
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts an agent", e);
        }
    }

    private static ProcessBuilder agent() {
        return TestHome.agentCommand()
                .toProcessBuilder()
                .redirectInput(Redirect.PIPE)
                .redirectOutput(Redirect.PIPE)
                .redirectError(Redirect.INHERIT);
    }

    private static ProcessBuilder relay(List<String> arguments) {
        return ChildJvm.quick(JavaCommand.of(Relay.class).withArguments(arguments.toArray(String[]::new)))
                .toProcessBuilder()
                .redirectInput(Redirect.PIPE)
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.INHERIT);
    }

    static Inheritance inheritance(String word) {
        return switch (word) {
            case "all" -> Inheritance.all();
            case "none" -> Inheritance.none();
            default ->
                Inheritance.only(Arrays.stream(word.substring("only:".length()).split(","))
                        .mapToInt(Integer::parseInt)
                        .toArray());
        };
    }

    private record Grandchild(Process process, BufferedReader output) {}
}
