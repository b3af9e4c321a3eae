package io.mailslot.launcher.graph;

import io.mailslot.api.HandleInfo;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.ObjectStatus;
import io.mailslot.inspect.ProcessStatus;
import io.mailslot.launcher.look.LookContext;
import io.mailslot.launcher.look.LookParent;
import io.mailslot.launcher.look.SnapshotJson;
import io.mailslot.launcher.look.Snapshots;
import io.mailslot.launcher.look.Watch;
import io.mailslot.launcher.look.WholeFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Draws the handle tables of processes, the kernel objects, and which leads to which. */
@Command(
        name = "graph",
        header = "Draw the handle tables, the kernel objects, and which handle leads to which.",
        description = {
            "",
            "Of all processes, or of some with all of their handles, and of some objects with all handles to them. The name of a file "
                    + "tells the form: .svg, .html, .dot, .gv, .json."
        },
        footer = {
            "  mailslot graph",
            "  mailslot graph -o home.html          to search, point and click in",
            "  mailslot graph orders 4711 --svg > orders.svg",
            "  mailslot graph --dot | dot -Tpdf > home.pdf",
            "  mailslot graph --watch               again and again, in one place"
        })
public final class GraphCommand implements Callable<Integer> {
    private static final int NARROWEST = 72;
    private static final int USUAL_WIDTH = 80;
    private static final int WIDEST = 160;

    @ParentCommand
    private LookParent parent;

    @Spec
    private CommandSpec spec;

    @ArgGroup
    private FormOptions forms = new FormOptions();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write to a file, not to standard output.")
    private Path file;

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description = "Draw what 'snapshot' has written to a file, not a home.")
    private Path from;

    @Mixin
    private Watch watch;

    @Parameters(
            paramLabel = "PID|NAME|0xOBJECT",
            arity = "0..*",
            description = "What to draw; all if nothing is given.")
    private List<String> wanted = List.of();

    /** One of them, or none. */
    static final class FormOptions {
        @Option(names = "--text", description = "Draw for a terminal; so it is without another form.")
        private boolean text;

        @Option(names = "--svg", description = "Draw for browsers and documents, light or dark as they are.")
        private boolean svg;

        @Option(names = "--html", description = "The same in a page that searches, highlights and tells details.")
        private boolean html;

        @Option(names = "--dot", description = "Describe it for Graphviz.")
        private boolean dot;

        @Option(names = "--json", description = "Print what is drawn as JSON, a part of what 'snapshot' prints.")
        private boolean json;

        private Form form(Path file) {
            if (text || svg || html || dot || json) {
                return svg ? Form.SVG : html ? Form.HTML : dot ? Form.DOT : json ? Form.JSON : Form.TEXT;
            }
            String name = file == null || file.getFileName() == null
                    ? ""
                    : file.getFileName().toString().toLowerCase(Locale.ROOT);
            return switch (name.substring(name.lastIndexOf('.') + 1)) {
                case "svg" -> Form.SVG;
                case "html", "htm" -> Form.HTML;
                case "dot", "gv" -> Form.DOT;
                case "json" -> Form.JSON;
                default -> Form.TEXT;
            };
        }
    }

    private enum Form {
        TEXT,
        SVG,
        HTML,
        DOT,
        JSON
    }

    /** What was said of the last look. */
    private List<String> told = List.of();

    /** For the command line. */
    public GraphCommand() {}

    @Override
    public Integer call() throws IOException {
        Form form = forms.form(file);
        String problem = problem(form);
        if (problem != null) {
            throw new ParameterException(spec.commandLine(), problem);
        }
        LookContext context = parent.looks();
        boolean inOnePlace = file == null && form == Form.TEXT && context.canDraw();
        return watch.run(context, spec.qualifiedName(), inOnePlace, isFirst -> {
            if (!isFirst && file == null && form == Form.TEXT && !inOnePlace) {
                context.line("");
            }
            return look(context, form, inOnePlace);
        });
    }

    /** Null if there is none. */
    private String problem(Form form) {
        if (file != null && file.toString().isEmpty()) {
            return "-o is empty; give a file, or leave the option out";
        }
        if (watch.isWanted() && file == null && form != Form.TEXT && form != Form.JSON) {
            return "--watch draws one behind the other: as text, with --json, or each time the same file anew with -o FILE";
        }
        if (watch.isWanted() && file != null && !WholeFile.canReplace(file)) {
            return "--watch writes FILE anew each time, and " + file + " is no ordinary file";
        }
        return watch.problem(from != null);
    }

    /** What was said of what could not be seen is not said again while it is the same, but where it was drawn over. */
    private int look(LookContext context, Form form, boolean inOnePlace) throws IOException {
        HomeSnapshot home = Snapshots.read(context, from);
        String where = from == null ? context.homeOption() : " --from " + context.shellWord(from.toString());
        Picture picture = Picture.of(home, Chosen.of(home, wanted, context, where), context::printable);
        List<String> drawing = draw(picture, form, context);
        if (file == null) {
            for (String line : drawing) {
                context.line(line);
            }
        } else {
            write(String.join("\n", drawing) + (drawing.isEmpty() ? "" : "\n"));
        }
        List<String> said = new ArrayList<>();
        if (picture.isEmpty()) {
            said.add("there is nothing to draw in " + home.home());
        }
        home.unseen().forEach(unseen -> said.add(unseen.detail()));
        if (inOnePlace || !said.equals(told)) {
            said.forEach(context::say);
        }
        told = said;
        return home.unseen().isEmpty()
                ? 0
                : context.exitCode(home.unseen().get(0).code());
    }

    private List<String> draw(Picture picture, Form form, LookContext context) throws IOException {
        return switch (form) {
            case TEXT -> TextPicture.of(picture, context, width(context));
            case SVG -> SvgPicture.of(picture, context, resource("graph.css"));
            case HTML -> {
                String style = resource("graph.css");
                yield new HtmlPage(SvgPicture.of(picture, context, style), context.jsonText(document(picture)))
                        .draw(picture.title(), style, resource("page.css"), resource("graph.js"));
            }
            case DOT -> DotPicture.of(picture);
            case JSON -> List.of(context.jsonText(document(picture)));
        };
    }

    private int width(LookContext context) {
        return file == null && context.isTerminal()
                ? Math.max(NARROWEST, Math.min(WIDEST, context.width()))
                : USUAL_WIDTH;
    }

    private static Map<String, Object> document(Picture picture) {
        Map<ProcessStatus, List<HandleInfo>> processes = new LinkedHashMap<>();
        picture.boxes()
                .forEach(box -> processes.put(
                        box.process(),
                        picture.rows(box).stream()
                                .map(Picture.Row::handle)
                                .filter(Objects::nonNull)
                                .toList()));
        Set<Long> drawn = picture.cards().stream().map(Picture.Card::objectId).collect(Collectors.toSet());
        List<ObjectStatus> objects = picture.home().objects().stream()
                .filter(object -> drawn.contains(object.objectId()))
                .toList();
        return SnapshotJson.document(picture.home(), processes, objects);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = GraphCommand.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new FileNotFoundException(name + " is missing in this program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void write(String drawing) throws IOException {
        if (watch.isWanted()) {
            WholeFile.write(file, drawing); // others look at it meanwhile
            return;
        }
        try {
            Files.writeString(file, drawing);
        } catch (FileSystemException named) {
            throw named;
        } catch (IOException failure) {
            throw new IOException("cannot write " + file + ": " + failure.getMessage(), failure);
        }
    }
}
