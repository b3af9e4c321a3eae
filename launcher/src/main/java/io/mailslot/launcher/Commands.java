package io.mailslot.launcher;

import io.mailslot.launcher.act.CloseCommand;
import io.mailslot.launcher.act.CreateCommand;
import io.mailslot.launcher.act.DuplicateCommand;
import io.mailslot.launcher.act.GcCommand;
import io.mailslot.launcher.act.KillCommand;
import io.mailslot.launcher.act.PipeCommand;
import io.mailslot.launcher.act.RmCommand;
import io.mailslot.launcher.bench.BenchCommand;
import io.mailslot.launcher.describe.CompletionCommand;
import io.mailslot.launcher.graph.GraphCommand;
import io.mailslot.launcher.health.CheckCommand;
import io.mailslot.launcher.health.DoctorCommand;
import io.mailslot.launcher.health.MetricsCommand;
import io.mailslot.launcher.look.DfCommand;
import io.mailslot.launcher.look.DiffCommand;
import io.mailslot.launcher.look.ErrorsCommand;
import io.mailslot.launcher.look.HandlesCommand;
import io.mailslot.launcher.look.InfoCommand;
import io.mailslot.launcher.look.LsCommand;
import io.mailslot.launcher.look.ObjectsCommand;
import io.mailslot.launcher.look.PeekCommand;
import io.mailslot.launcher.look.PsCommand;
import io.mailslot.launcher.look.SnapshotCommand;
import io.mailslot.launcher.look.TreeCommand;
import io.mailslot.launcher.look.WhyCommand;
import io.mailslot.launcher.remote.BridgeCommand;
import io.mailslot.launcher.remote.ComputersCommand;
import io.mailslot.launcher.sync.EventCommand;
import io.mailslot.launcher.sync.MutexCommand;
import io.mailslot.launcher.sync.SemaphoreCommand;
import io.mailslot.launcher.sync.WaitCommand;
import io.mailslot.launcher.top.StatCommand;
import io.mailslot.launcher.top.TopCommand;
import java.util.List;

/** The commands by name. */
final class Commands {
    /** In the order in which help lists them. */
    static final List<CommandGroup> GROUPS = List.of(
            new CommandGroup("Messages", List.of("receive", "send", "peek", "pipe", "create", "rm")),
            new CommandGroup("Other machines", List.of("bridge", "computers")),
            new CommandGroup("Synchronisation", List.of("wait", "event", "semaphore", "mutex")),
            new CommandGroup("Processes and handles", List.of("run", "close", "duplicate", "kill", "gc")),
            new CommandGroup(
                    "Look, and change nothing",
                    List.of(
                            "ls",
                            "info",
                            "df",
                            "ps",
                            "handles",
                            "objects",
                            "tree",
                            "why",
                            "top",
                            "stat",
                            "graph",
                            "snapshot",
                            "diff")),
            new CommandGroup("Health", List.of("doctor", "check", "errors", "metrics")),
            new CommandGroup("Learn and set up", List.of("help", "demo", "example", "bench", "completion")));

    static final List<String> NAMES =
            GROUPS.stream().flatMap(group -> group.names().stream()).toList();

    /** Those that have to know the others. */
    private static final List<String> ABOUT_ALL = List.of("completion", "help");

    private Commands() {}

    /** What runs a command, and describes it by its annotations. */
    static Object create(String name) {
        return switch (name) {
            case "receive" -> new ReceiveCommand();
            case "send" -> new SendCommand();
            case "pipe" -> new PipeCommand();
            case "create" -> new CreateCommand();
            case "rm" -> new RmCommand();
            case "ls" -> new LsCommand();
            case "info" -> new InfoCommand();
            case "df" -> new DfCommand();
            case "peek" -> new PeekCommand();
            case "ps" -> new PsCommand();
            case "handles" -> new HandlesCommand();
            case "objects" -> new ObjectsCommand();
            case "tree" -> new TreeCommand();
            case "why" -> new WhyCommand();
            case "top" -> new TopCommand();
            case "stat" -> new StatCommand();
            case "graph" -> new GraphCommand();
            case "snapshot" -> new SnapshotCommand();
            case "diff" -> new DiffCommand();
            case "bridge" -> new BridgeCommand();
            case "computers" -> new ComputersCommand();
            case "wait" -> new WaitCommand();
            case "event" -> new EventCommand();
            case "semaphore" -> new SemaphoreCommand();
            case "mutex" -> new MutexCommand();
            case "run" -> new RunCommand();
            case "close" -> new CloseCommand();
            case "duplicate" -> new DuplicateCommand();
            case "kill" -> new KillCommand();
            case "gc" -> new GcCommand();
            case "doctor" -> new DoctorCommand();
            case "check" -> new CheckCommand();
            case "errors" -> new ErrorsCommand();
            case "metrics" -> new MetricsCommand();
            case "demo" -> new DemoCommand();
            case "example" -> new ExampleCommand();
            case "bench" -> new BenchCommand();
            case "completion" -> new CompletionCommand();
            case "help" -> new HelpCommand();
            default -> throw new IllegalArgumentException(name);
        };
    }

    /**
     * The only command that a command line is about.
     *
     * @return null if it may be about others, or about none: then all are to be known
     */
    static String wanted(String[] words) {
        for (int i = 0; i < words.length; i++) {
            String word = words[i];
            if (word.equals("--home")) {
                i++; // and its value
            } else if (!word.equals("-v") && !word.equals("--verbose") && !word.startsWith("--home=")) {
                return NAMES.contains(word) && !ABOUT_ALL.contains(word) ? word : null;
            }
        }
        return null;
    }
}
