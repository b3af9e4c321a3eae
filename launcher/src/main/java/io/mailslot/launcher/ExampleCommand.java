package io.mailslot.launcher;

import io.mailslot.Kernel;
import io.mailslot.launcher.example.Examples;
import io.mailslot.launcher.example.Examples.Entry;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Runs one of the classical C programs, or lists them. */
@Command(
        name = "example",
        header = "Run the classical C programs about mailslots and handles.",
        description = {
            "",
            "Without NAME it lists them. Their sources are in io.mailslot.launcher.example. Ends with 0 if the program "
                    + "did what it should, with 1 otherwise."
        },
        footer = {
            "  mailslot example",
            "  mailslot example mail-receiver    in one terminal",
            "  mailslot example mail-sender      in another one",
            "  mailslot example usage-count"
        })
final class ExampleCommand implements Callable<Integer> {
    @ParentCommand
    private Main main;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", arity = "0..1", completionCandidates = Names.class, description = "Which one.")
    private String name;

    @Override
    public Integer call() throws IOException {
        if (name == null) {
            list();
            return ExitCode.OK.value();
        }
        Entry example = Examples.find(name).orElseThrow(() -> new ParameterException(spec.commandLine(), unknown()));
        PrintWriter out = shown(main.console());
        try (Interruption interruption = Interruption.watch();
                Kernel kernel = main.attach()) {
            int code = example.run(kernel, main.console().in(), out);
            main.console().out().requireWhole();
            return interruption.requested() ? ExitCode.INTERRUPTED.value() : code;
        } finally {
            out.flush();
        }
    }

    /** The messages that an example prints are somebody's. */
    private static PrintWriter shown(Console console) {
        PrintWriter out = console.textOut();
        if (!console.terminal().output()) {
            return out;
        }
        return new PrintWriter(out) {
            @Override
            public void println(String line) {
                super.println(Printable.line(line));
            }
        };
    }

    /** Of all examples. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return all().iterator();
        }

        static List<String> all() {
            return Examples.all().stream().map(Entry::name).toList();
        }
    }

    private String unknown() {
        String meant = Suggestions.didYouMean(name, Names.all());
        return "no example '" + name + "'" + (meant.isEmpty() ? "; 'mailslot example' lists them" : meant);
    }

    private void list() throws IOException {
        Table table = new Table(false, false);
        Examples.all().forEach(example -> table.add(example.name(), example.description()));
        for (String line : table.lines()) {
            main.console().println(line);
        }
    }
}
