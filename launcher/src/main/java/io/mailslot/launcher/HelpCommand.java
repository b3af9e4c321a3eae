package io.mailslot.launcher;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What {@code --help} says, for those who ask for it by a command, and what concerns all commands. */
@Command(
        name = "help",
        header = "Tell about a command, about a topic, or about all commands.",
        description = {"", "Topics: exit-codes, names, units, environment, signals, output."},
        footer = {"  mailslot help", "  mailslot help send", "  mailslot help exit-codes"})
final class HelpCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "COMMAND|TOPIC",
            completionCandidates = Known.class,
            description = "What to tell about.")
    private String asked;

    @Override
    public Integer call() {
        CommandLine all = spec.commandLine().getParent();
        HelpTopic topic = asked == null ? null : HelpTopic.of(asked).orElse(null);
        if (topic != null) {
            topic.lines().forEach(all.getOut()::println);
            return ExitCode.OK.value();
        }
        CommandLine told = asked == null ? all : all.getSubcommands().get(asked);
        if (told == null) {
            throw new ParameterException(spec.commandLine(), unknown());
        }
        told.usage(told.getOut(), told.getColorScheme());
        return ExitCode.OK.value();
    }

    /** All that there is help on. */
    static final class Known implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            List<String> known = new ArrayList<>(Commands.NAMES);
            known.addAll(HelpTopic.words());
            return known.iterator();
        }
    }

    private String unknown() {
        List<String> known = new ArrayList<>();
        new Known().forEach(known::add);
        String meant = Suggestions.didYouMean(asked, known);
        return "no help on '" + asked + "'"
                + (meant.isEmpty() ? "; there is some on " + String.join(", ", known) : meant);
    }
}
