package io.mailslot.it.harness;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.HandleInfo;
import io.mailslot.api.MailslotException;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.inspect.MailslotStatus;
import io.mailslot.inspect.ProcessStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The child JVM of most tests: reads one command a line, answers each with one line ({@link Reply}), and closes its
 * kernel and ends when its input ends. A refusal by the library is an answer; any other failure is a stack trace and a
 * non-zero exit, which fails the test.
 *
 * <pre>
 * attach [HOME [GROUP]]              detach
 * create NAME MAX TIMEOUT INHERIT [PERMISSIONS]                open NAME INHERIT [ACCESS [SHARE]]
 * durable NAME CURSOR [CAPACITY]     readall HANDLE COUNT
 * write HANDLE TEXT                  fill HANDLE SIZE          flood HANDLE SENDER COUNT
 * trickle HANDLE SENDER COUNT
 * read HANDLE TIMEOUT                drain HANDLE COUNT        timeout HANDLE TIMEOUT
 * look HANDLE FROM MOST              advance HANDLE TO
 * info HANDLE                        describe HANDLE           handles
 * flags HANDLE MASK FLAGS            close HANDLE
 * event NAME MANUAL SET INHERIT      set HANDLE                reset HANDLE
 * semaphore NAME COUNT MAX INHERIT   release HANDLE COUNT
 * mutex NAME OWNED INHERIT           unlock HANDLE
 * opensync TYPE NAME [ACCESS]        any TIMEOUT HANDLE...     all TIMEOUT HANDLE...
 * fopen PATH ACCESS SHARE DISPOSITION [FLAGS]              fread HANDLE COUNT
 * fwrite HANDLE TEXT                 fseek HANDLE POSITION     fstat HANDLE
 * frecords HANDLE WRITER COUNT       fconsume HANDLE PIECE
 * spawn INHERITANCE                  relay INHERITANCE IN OUT NAME   plainspawn
 * openprocess PID ACCESS INHERIT
 * duplicate FROM HANDLE TO ACCESS INHERIT CLOSE ATTRIBUTES closein PROCESS HANDLE
 * exitcode HANDLE                    terminate HANDLE CODE
 * tell CHILD COMMAND...              leave CHILD
 * exit CODE                          halt CODE                 inspect HOME
 * home
 * </pre>
 *
 * A TIMEOUT is in milliseconds, {@code forever} or {@code default}; INHERITANCE is {@code all}, {@code none} or
 * {@code only:4,8}.
 */
public final class Agent {
    private Kernel kernel;
    private AgentMailslots mailslots;
    private AgentSync sync;
    private AgentFiles files;
    private AgentChildren children;
    private AgentProcesses processes;

    private Agent() {}

    public static void main(String[] args) throws IOException {
        new Agent().run(System.in, System.out);
    }

    private void run(InputStream input, PrintStream output) throws IOException {
        BufferedReader commands = new BufferedReader(new InputStreamReader(input, US_ASCII));
        String line = commands.readLine();
        while (line != null) {
            output.println(answer(Words.split(line)));
            line = commands.readLine();
        }
        if (kernel != null) {
            kernel.close();
        }
    }

    private String answer(List<String> words) throws IOException {
        try {
            return execute(words.get(0), words.subList(1, words.size()));
        } catch (MailslotException e) {
            return Words.joinPairs(
                    Reply.ERROR,
                    Map.of(
                            "code", e.errorCode().value(),
                            "type", e.getClass().getSimpleName(),
                            "message", String.valueOf(e.getMessage())));
        }
    }

    private String execute(String command, List<String> arguments) throws IOException {
        return switch (command) {
            case "tell" -> children.tell(arguments);
            case "attach" -> ok(attach(arguments));
            case "detach" -> ok(detach());
            case "exit" -> ok(end(() -> System.exit(Integer.parseInt(arguments.get(0)))));
            case "halt" -> ok(end(() -> Runtime.getRuntime().halt(Integer.parseInt(arguments.get(0)))));
            case "handles" -> ok(handles());
            case "home" -> ok(Map.of("home", HomeInspector.defaultHome()));
            case "inspect" -> ok(inspect(Path.of(arguments.get(0))));
            case "fopen", "fread", "fwrite", "fseek", "fstat", "frecords", "fconsume" ->
                ok(files.execute(command, arguments));
            case "spawn", "relay", "relayaside", "plainspawn", "leave" -> ok(children.execute(command, arguments));
            default -> ok(executeByFamily(command, arguments));
        };
    }

    private Map<String, ?> executeByFamily(String command, List<String> arguments) {
        if (AgentSync.COMMANDS.contains(command)) {
            return sync.execute(command, arguments);
        }
        return AgentProcesses.COMMANDS.contains(command)
                ? processes.execute(command, arguments)
                : mailslots.execute(command, arguments);
    }

    private static String ok(Map<String, ?> values) {
        return Words.joinPairs(Reply.OK, values);
    }

    private Map<String, ?> attach(List<String> arguments) {
        KernelOptions options = KernelOptions.defaults();
        if (!arguments.isEmpty()) {
            options = options.withHome(Path.of(arguments.get(0)));
        }
        if (arguments.size() > 1) {
            options = options.withGroup(arguments.get(1));
        }
        kernel = Kernel.attach(options);
        mailslots = new AgentMailslots(kernel);
        sync = new AgentSync(kernel);
        files = new AgentFiles(kernel);
        children = new AgentChildren(kernel);
        processes = new AgentProcesses(kernel);
        return Map.of("pid", kernel.processId(), "home", kernel.home());
    }

    private Map<String, ?> detach() {
        kernel.close();
        kernel = null;
        return Map.of();
    }

    /** What both who only look tell of a home; needs no attachment. */
    private static Map<String, ?> inspect(Path home) {
        HomeSnapshot seen = HomeInspector.inspect(home).orElseThrow();
        return Map.of(
                "alive",
                seen.processes().stream().filter(ProcessStatus::alive).count(),
                "processes",
                seen.processes().size(),
                "messages",
                seen.mailslots().stream()
                        .mapToLong(MailslotStatus::messageCount)
                        .sum(),
                "unseen",
                seen.unseen(),
                "bytes",
                seen.mailslots().stream()
                        .mapToLong(MailslotStatus::apparentBytes)
                        .sum(),
                "findings",
                HomeVerifier.verify(home, Duration.ofSeconds(1)));
    }

    private static Map<String, ?> end(Runnable way) {
        way.run();
        return Map.of();
    }

    private Map<String, ?> handles() {
        List<HandleInfo> table = kernel.handles();
        return Map.of(
                "handles",
                table.stream().map(info -> String.valueOf(info.handle())).collect(Collectors.joining(",")),
                "types",
                table.stream().map(info -> info.type().name()).collect(Collectors.joining(",")));
    }
}
