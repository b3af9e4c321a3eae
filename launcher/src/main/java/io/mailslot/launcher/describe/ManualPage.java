package io.mailslot.launcher.describe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The page of a command for man(1), in the language of groff. */
public final class ManualPage {
    private static final int LAST_ASCII = 126;

    private final CommandSpec command;
    private final String version;
    private final StringBuilder page = new StringBuilder();

    private ManualPage(CommandLine command, String version) {
        this.command = command.getCommandSpec();
        this.version = version;
    }

    /**
     * The name of a command's page.
     *
     * @param command the tool itself, or one of its commands
     * @return such as {@code mailslot-send}
     */
    public static String name(CommandLine command) {
        return command.getCommandSpec().qualifiedName("-");
    }

    /**
     * Writes a page.
     *
     * @param command the tool itself, or one of its commands
     * @param version whose page it is
     * @param topics what concerns all commands, for the page of the tool; each a heading with lines below
     * @return the text of the file
     */
    public static String of(CommandLine command, String version, List<List<String>> topics) {
        return new ManualPage(command, version).text(topics);
    }

    private String text(List<List<String>> topics) {
        String name = command.qualifiedName("-");
        line(".TH " + quoted(name.toUpperCase(Locale.ROOT)) + " 1 \"\" " + quoted("mailslot " + version)
                + " \"Mailslot\"");
        line(".ad l"); // or a synopsis has blanks where none are typed
        section("NAME");
        line(text(name) + " \\- " + text(Plain.sentence(command.usageMessage().header())));
        section("SYNOPSIS");
        line(".B " + text(synopsis()));
        describe();
        commands();
        arguments();
        options();
        for (List<String> topic : topics) {
            section(topic.get(0).toUpperCase(Locale.ROOT));
            verbatim(topic.subList(1, topic.size()));
        }
        examples();
        section("SEE ALSO");
        line(text(seeAlso()));
        return page.toString();
    }

    private String synopsis() {
        Help help = new Help(command, Help.defaultColorScheme(Ansi.OFF));
        return help.synopsis(0).strip().replaceAll("\\s+", " ");
    }

    private void describe() {
        String text = Plain.line(command.usageMessage().description());
        if (!text.isEmpty()) {
            section("DESCRIPTION");
            line(text(text));
        }
    }

    private void commands() {
        if (command.subcommands().isEmpty()) {
            return;
        }
        section("COMMANDS");
        for (Described each : Described.all(command.commandLine())) {
            item(bold(each.name()), each.text() + ".");
        }
    }

    private void arguments() {
        List<PositionalParamSpec> parameters = command.positionalParameters();
        if (!parameters.isEmpty()) {
            section("ARGUMENTS");
            parameters.forEach(each -> item(italic(each.paramLabel()), description(each)));
        }
    }

    private void options() {
        section("OPTIONS");
        for (OptionSpec option : command.options()) {
            if (option.hidden()) {
                continue;
            }
            String names = Arrays.stream(option.names()).map(ManualPage::bold).collect(Collectors.joining(", "));
            item(names + value(option), description(option));
        }
    }

    private static String value(OptionSpec option) {
        String value = option.arity().max() > 0 ? "=" + italic(option.paramLabel()) : "";
        return option.arity().min() > 0 || value.isEmpty() ? value : "[" + value + "]";
    }

    private static String description(ArgSpec argument) {
        return Plain.line(argument.description());
    }

    private void examples() {
        List<String> lines = new ArrayList<>();
        for (String each : command.usageMessage().footer()) {
            lines.add(each.replace("%n", "").replace("%%", "%"));
        }
        if (!lines.isEmpty()) {
            section("EXAMPLES");
            verbatim(lines);
        }
    }

    private String seeAlso() {
        CommandLine parent = command.commandLine().getParent();
        return parent == null
                ? Described.all(command.commandLine()).stream()
                        .map(each -> "mailslot-" + each.name() + "(1)")
                        .collect(Collectors.joining(", "))
                : "mailslot(1)";
    }

    private void section(String title) {
        line(".SH " + quoted(title));
    }

    private void item(String term, String text) {
        line(".TP");
        line(term);
        line(text(text));
    }

    private void verbatim(List<String> lines) {
        line(".nf");
        lines.forEach(each -> line(text(each)));
        line(".fi");
    }

    private void line(String line) {
        page.append(line).append('\n');
    }

    private static String bold(String text) {
        return "\\fB" + text(text) + "\\fR";
    }

    private static String italic(String text) {
        return "\\fI" + text(text) + "\\fR";
    }

    private static String quoted(String text) {
        return "\"" + text(text).replace("\"", "\\(dq") + "\"";
    }

    /** As groff prints it letter by letter, wherever in a line it stands. */
    private static String text(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\\' -> escaped.append("\\e");
                case '-' -> escaped.append("\\-");
                case '\'' -> escaped.append("\\(aq");
                case '`' -> escaped.append("\\(ga");
                case '^' -> escaped.append("\\(ha");
                case '~' -> escaped.append("\\(ti");
                default ->
                    escaped.append(
                            c <= LAST_ASCII ? Character.toString(c) : String.format(Locale.ROOT, "\\[u%04X]", c));
            }
        });
        return escaped.length() > 0 && escaped.charAt(0) == '.' ? "\\&" + escaped : escaped.toString();
    }
}
