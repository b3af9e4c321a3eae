package io.mailslot.launcher.look;

import io.mailslot.inspect.Detail;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.Unseen;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What all looks have in common. */
abstract class LookCommand implements Callable<Integer> {
    @ParentCommand
    private LookParent parent;

    @Option(names = "--json", description = "Print one JSON document, a part of what 'snapshot' prints.")
    private boolean json;

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description = "Look at what 'snapshot' has written to a file, not at a home.")
    private Path from;

    @Mixin
    private Watch watch;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            description =
                    "Tell by colour, too, what keeps others waiting: ${COMPLETION-CANDIDATES}; auto is on a terminal "
                            + "unless NO_COLOR is set.")
    private ColorWhen color = ColorWhen.auto;

    /** Null where nothing but the command was given. */
    @Spec
    private CommandSpec spec;

    /** Only for what is asked for more than once. */
    private LookContext context;

    /** What was said last of what could not be seen: it is not said again as long as it is the same. */
    private List<Unseen> told = List.of();

    @Override
    public final Integer call() throws IOException {
        String problem = watch.problem(from != null);
        if (problem != null) {
            throw wrong(problem);
        }
        if (color != ColorWhen.auto) {
            context().colours(color == ColorWhen.always);
        }
        if (prepare()) {
            return 0;
        }
        boolean inOnePlace = !json && context().canDraw();
        if (!watch.isOn()) {
            return look(inOnePlace);
        }
        return watch.run(context(), spec.qualifiedName(), inOnePlace, isFirst -> {
            if (!isFirst && !json && !inOnePlace) {
                context().line("");
            }
            return look(inOnePlace);
        });
    }

    /** What was said before is drawn over in one place, and said again. */
    private int look(boolean inOnePlace) throws IOException {
        HomeSnapshot home = look();
        if (json) {
            context().json(document(home));
        } else {
            print(home);
        }
        List<Unseen> unseen = unseen(home);
        int code = Snapshots.tell(context(), !inOnePlace && unseen.equals(told) ? List.of() : unseen);
        told = unseen;
        return unseen.isEmpty() ? code : context().exitCode(unseen.get(0).code());
    }

    /** What there is to be shown. */
    HomeSnapshot look() throws IOException {
        return Snapshots.read(context(), from, details());
    }

    /** Reads what was asked for; true if that is done already, without a look. */
    boolean prepare() throws IOException {
        return false;
    }

    /** What is to be told beyond what costs nothing. */
    Detail[] details() {
        return new Detail[0];
    }

    /** What could not be seen of what is shown. */
    List<Unseen> unseen(HomeSnapshot home) {
        return home.unseen();
    }

    /** A command line that is wrong: a failure that also shows the right form. */
    ParameterException wrong(String problem) {
        return new ParameterException(spec.commandLine(), problem);
    }

    boolean isOfFile() {
        return from != null;
    }

    /** The parts of the document that this view shows. */
    abstract SnapshotJson.Parts parts(HomeSnapshot home);

    /** The document that is printed as JSON. */
    Map<String, Object> document(HomeSnapshot home) {
        return SnapshotJson.document(home, parts(home), unseen(home));
    }

    /** Shows it to people. */
    abstract void print(HomeSnapshot home) throws IOException;

    LookContext context() {
        if (context == null) {
            context = parent.looks();
        }
        return context;
    }

    /** How a command that is advised finds what this one has looked at. */
    String homeOption(HomeSnapshot home) {
        return Snapshots.homeOption(context(), from, home);
    }

    /** Whether commands reach what was looked at. */
    boolean isWithinReach(HomeSnapshot home) {
        return Snapshots.isWithinReach(from, home);
    }
}
