package io.mailslot.launcher.look;

import io.mailslot.api.HandleFlag;
import io.mailslot.api.HandleInfo;
import io.mailslot.api.ObjectType;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.ObjectStatus;
import io.mailslot.inspect.ProcessStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Draws who has started whom, and what each holds. */
@Command(
        name = "tree",
        header = "Draw which process has started which, and what each holds.",
        description = {
            "",
            "A handle is its number, a letter for its type (r receiver, s sender, p process, e event, c semaphore, m mutex, f file), "
                    + "* if children inherit it, and what it leads to."
        },
        footer = {"  mailslot tree"})
public final class TreeCommand extends LookCommand {
    @Option(
            names = "--wide",
            description =
                    "Show all of each line, also on a terminal that is too narrow for it, as pipes always get it.")
    private boolean wide;

    /** Each once, in this look. */
    private final Set<ProcessStatus> drawn = Collections.newSetFromMap(new IdentityHashMap<>());

    /** For the command line. */
    public TreeCommand() {}

    @Override
    SnapshotJson.Parts parts(HomeSnapshot home) {
        return SnapshotJson.Parts.none().withProcesses(home.processes());
    }

    @Override
    void print(HomeSnapshot home) throws IOException {
        drawn.clear();
        Holders holders = new Holders(home);
        Map<Long, List<ProcessStatus>> children = new HashMap<>();
        List<ProcessStatus> roots = new ArrayList<>();
        for (ProcessStatus process : home.processes()) {
            holders.parent(process)
                    .filter(parent -> parent != process)
                    .ifPresentOrElse(
                            parent -> children.computeIfAbsent(parent.objectId(), id -> new ArrayList<>())
                                    .add(process),
                            () -> roots.add(process));
        }
        for (ProcessStatus root : roots) {
            draw(home, root, "", "", children);
        }
        // what is left has damaged records, in which each leads to another one and none to a root
        for (ProcessStatus process : home.processes()) {
            if (!drawn.contains(process)) {
                draw(home, process, "", "", children);
            }
        }
    }

    private void draw(
            HomeSnapshot home,
            ProcessStatus process,
            String before,
            String below,
            Map<Long, List<ProcessStatus>> children)
            throws IOException {
        String state = Words.state(process);
        String title = before + (process.processId() == 0 ? "?" : process.processId()) + " " + Words.command(process);
        String end = state.equals("live") ? "" : "  " + state;
        context().line(fitted(title, end.length()), end, Words.tone(state));
        // a circle ends where it began
        drawn.add(process);
        List<ProcessStatus> own = children.getOrDefault(process.objectId(), List.of()).stream()
                .filter(child -> !drawn.contains(child))
                .toList();
        children.remove(process.objectId());
        for (String line : handles(home, process, below + (own.isEmpty() ? "   " : "│  "))) {
            context().line(line);
        }
        for (int i = 0; i < own.size(); i++) {
            boolean last = i == own.size() - 1;
            draw(home, own.get(i), below + (last ? "└─ " : "├─ "), below + (last ? "   " : "│  "), children);
        }
    }

    /** The handles, in as many lines as they need. */
    private List<String> handles(HomeSnapshot home, ProcessStatus process, String before) {
        int width =
                wide || !context().isTerminal() ? Integer.MAX_VALUE : context().width();
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(before);
        for (HandleInfo handle : process.handles()) {
            String word = word(home, handle);
            if (line.length() > before.length() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line = new StringBuilder(before);
            }
            line.append(line.length() == before.length() ? "" : " ").append(word);
        }
        if (line.length() > before.length()) {
            lines.add(line.toString());
        }
        return lines;
    }

    private static String word(HomeSnapshot home, HandleInfo handle) {
        String inherit = handle.flags().contains(HandleFlag.INHERIT) ? "*" : "";
        return handle.handle() + String.valueOf(Words.letter(handle.type())) + inherit + "[" + handle.name()
                + note(home, handle) + "]";
    }

    /** What matters of the object's state. */
    private static String note(HomeSnapshot home, HandleInfo handle) {
        if (handle.type() != ObjectType.PROCESS && handle.type() != ObjectType.MUTEX) {
            return "";
        }
        return home.objects().stream()
                .filter(object -> object.objectId() == handle.objectId())
                .findFirst()
                .map(TreeCommand::note)
                .orElse("");
    }

    private static String note(ObjectStatus object) {
        if (object.exitCode().isPresent()) {
            return " †" + object.exitCode().getAsInt();
        }
        return object.ownerProcessId().isPresent()
                ? " owned by " + object.ownerProcessId().getAsLong()
                : "";
    }

    /** What matters comes at the end, for which there has to be room. */
    private String fitted(String line, int room) {
        int width =
                (wide || !context().isTerminal() ? Integer.MAX_VALUE : context().width()) - room;
        return line.length() <= width ? line : line.substring(0, Math.max(0, width - 1)) + "…";
    }
}
