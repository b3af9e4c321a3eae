package io.mailslot.it.cli.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.ProcessStatus;
import io.mailslot.it.cli.guide.GuidePage.Block;
import io.mailslot.it.cli.guide.GuidePage.Kind;
import io.mailslot.it.cli.guide.GuidePage.Section;
import io.mailslot.it.harness.Cli;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.TestHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Types a section of a guide, at as many terminals as it has, and compares what is seen there. */
final class GuideRun {
    private static final String INTERRUPT = "^C";

    /** For a command to print what it goes on with. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path home;
    private final Path scratch;
    private final Path folder;
    private final List<String> preparations;
    private final Stand stand;
    private final Map<Integer, Terminal> terminals = new TreeMap<>();

    private GuideRun(TestHome home, List<String> preparations) throws IOException {
        this.home = home.path();
        this.scratch = home.scratch();
        this.folder = Files.createDirectory(scratch.resolve("shop")).toRealPath();
        this.preparations = preparations;
        this.stand = new Stand(this.home.toString(), folder.toString());
        Files.createSymbolicLink(
                folder.resolve("launcher"),
                Cli.script().toRealPath().getParent().getParent());
    }

    static void play(Section section, TestHome home, List<String> preparations) throws IOException {
        GuideRun run = new GuideRun(home, preparations);
        try {
            run.compile(section);
            for (Block block : section.of(Kind.CONSOLE).toList()) {
                run.type(block);
            }
            run.terminals.forEach((number, terminal) -> assertThat(terminal.busy())
                    .as("terminal " + number + " is left running")
                    .isFalse());
        } finally {
            for (Terminal terminal : run.terminals.values()) {
                terminal.close();
            }
        }
    }

    /** All programs at once; where the guide itself has them compiled, they are only written. */
    private void compile(Section section) throws IOException {
        List<String> files = new ArrayList<>();
        for (Block block : section.of(Kind.JAVA).toList()) {
            Path file = folder.resolve(block.className() + ".java");
            files.add(Files.write(file, block.lines()).toString());
        }
        boolean byHand = section.of(Kind.CONSOLE)
                .anyMatch(block -> String.join("\n", block.lines()).contains("$ javac "));
        if (!files.isEmpty() && !byHand) {
            List<String> words =
                    new ArrayList<>(List.of("-cp", System.getProperty("java.class.path"), "-d", folder.toString()));
            words.addAll(files);
            assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, words.toArray(String[]::new)))
                    .isZero();
        }
    }

    private Terminal terminal(int number) throws IOException {
        Terminal terminal = terminals.get(number);
        if (terminal == null) {
            String java = Path.of(System.getProperty("java.home"), "bin").toString();
            Map<String, String> environment = Map.of(
                    "MAILSLOT_HOME",
                    home.toString(),
                    "MAILSLOT_JAVA_OPTS",
                    Cli.quickOptions(),
                    "MAILSLOT_NO_ARCHIVE",
                    "1",
                    "PATH",
                    java + ":" + System.getenv("PATH"));
            terminal = Terminal.open(folder, scratch.resolve("terminal-" + number), environment);
            terminals.put(number, terminal);
            for (String command : preparations) {
                terminal.begin(command);
                assertThat(terminal.untilPrompt()).as(command).isEmpty();
            }
        }
        return terminal;
    }

    private void type(Block block) throws IOException {
        Terminal terminal = terminal(block.terminal());
        List<String> lines = block.lines();
        List<String> shown = new ArrayList<>();
        String command = terminal.busy() ? "what went on" : "";
        Set<Long> before = Set.of();
        for (String line : lines) {
            if (line.startsWith("$ ")) {
                finish(command, terminal, shown);
                command = line.substring("$ ".length());
                before = processes().map(ProcessStatus::objectId).collect(Collectors.toSet());
                terminal.begin(stand.typed(command));
            } else if (line.equals(INTERRUPT)) {
                await(command, terminal, shown);
                terminal.interrupt();
            } else {
                shown.add(line);
            }
        }
        if (!block.goesOn()) {
            finish(command, terminal, shown);
        } else if (!shown.isEmpty()) {
            await(command, terminal, shown);
        } else {
            awaitWait(command, before);
        }
    }

    /** The command ends, and has printed what is shown. */
    private void finish(String command, Terminal terminal, List<String> shown) {
        if (!command.isEmpty()) {
            List<String> seen = terminal.untilPrompt();
            stand.difference(shown, seen).ifPresent(difference -> fail(command, difference, seen));
        }
        shown.clear();
    }

    /** The command goes on, and has printed what is shown: the end of it is compared with all of it, once it has ended. */
    private void await(String command, Terminal terminal, List<String> shown) {
        Deadline.await("'" + command + "' shows what the guide does", PATIENCE).untilAsserted(() -> {
            List<String> seen = terminal.soFar();
            stand.difference(shown, seen).ifPresent(difference -> fail(command, difference, seen));
        });
    }

    private static void fail(String command, String difference, List<String> seen) {
        throw new AssertionError("of '" + command + "' " + difference + "\nIt printed\n" + String.join("\n", seen));
    }

    /** Who shows nothing goes on if a thread of it waits for somebody else. */
    private void awaitWait(String command, Set<Long> before) {
        Deadline.await("'" + command + "' waits for something")
                .until(() -> processes()
                        .anyMatch(process -> !before.contains(process.objectId())
                                && !process.waits().isEmpty()));
    }

    private Stream<ProcessStatus> processes() {
        return HomeInspector.inspect(home).map(HomeSnapshot::processes).orElse(List.of()).stream();
    }
}
