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
    /** What is left of a text where there is no room at all, so that it can be told from others. */
    private static final int SHORTEST = 8;

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
        if (home.processes().isEmpty() && context().isTerminal()) {
            context().line(Words.count(0, "process")); // as 'ps' ends: nothing at all would look like a failure
        }
        Holders holders = new Holders(home);
        Catalog catalog = new Catalog(home);
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
            draw(catalog, root, "", "", children);
        }
        // what is left has damaged records, in which each leads to another one and none to a root
        for (ProcessStatus process : home.processes()) {
            if (!drawn.contains(process)) {
                draw(catalog, process, "", "", children);
            }
        }
    }

    private void draw(
            Catalog catalog,
            ProcessStatus process,
            String before,
            String below,
            Map<Long, List<ProcessStatus>> children)
            throws IOException {
        String state = Words.state(process);
        String title = before + (process.processId() == 0 ? "?" : process.processId()) + " " + Words.command(process);
        String end = state.equals("live") ? "" : "  " + state;
        // what matters comes at the end, for which there has to be room
        context().line(fitted(title, room("") - end.length()), end, Words.tone(state));
        // a circle ends where it began
        drawn.add(process);
        List<ProcessStatus> own = children.getOrDefault(process.objectId(), List.of()).stream()
                .filter(child -> !drawn.contains(child))
                .toList();
        children.remove(process.objectId());
        for (String line : handles(catalog, process, below + (own.isEmpty() ? "   " : "│  "))) {
            context().line(line);
        }
        for (int i = 0; i < own.size(); i++) {
            boolean last = i == own.size() - 1;
            draw(catalog, own.get(i), below + (last ? "└─ " : "├─ "), below + (last ? "   " : "│  "), children);
        }
    }

    /** The handles, in as many lines as they need. */
    private List<String> handles(Catalog catalog, ProcessStatus process, String before) {
        int width = room(before);
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        int used = 0;
        for (HandleInfo handle : process.handles()) {
            String word = fitted(word(catalog, handle), width);
            int columns = context().columns(word);
            if (used > 0 && used + 1 + columns > width) {
                lines.add(before + line);
                line.setLength(0);
                used = 0;
            }
            line.append(used == 0 ? "" : " ").append(word);
            used += (used == 0 ? 0 : 1) + columns;
        }
        if (used > 0) {
            lines.add(before + line);
        }
        return lines;
    }

    private static String word(Catalog catalog, HandleInfo handle) {
        String inherit = handle.flags().contains(HandleFlag.INHERIT) ? "*" : "";
        return handle.handle() + String.valueOf(Words.letter(handle.type())) + inherit + "[" + handle.name()
                + note(catalog, handle) + "]";
    }

    /** What matters of the object's state. */
    private static String note(Catalog catalog, HandleInfo handle) {
        if (handle.type() != ObjectType.PROCESS && handle.type() != ObjectType.MUTEX) {
            return "";
        }
        return catalog.object(handle.objectId()).map(TreeCommand::note).orElse("");
    }

    private static String note(ObjectStatus object) {
        if (object.exitCode().isPresent()) {
            return " †" + object.exitCode().getAsInt();
        }
        return object.ownerProcessId().isPresent()
                ? " owned by " + object.ownerProcessId().getAsLong()
                : "";
    }

    /** How many columns a line has behind what begins it. */
    private int room(String before) {
        return wide || !context().isTerminal()
                ? Integer.MAX_VALUE
                : Math.max(0, context().width() - context().columns(before));
    }

    /** Text as it is printed, without its middle if there is no room for all of it. */
    private String fitted(String text, int width) {
        String shown = context().printable(text);
        return context().columns(shown) <= width
                ? shown
                : context().fitted(shown, Math.max(SHORTEST, width)).stripTrailing();
    }
}
