package io.mailslot.launcher;

import io.mailslot.launcher.demo.Demo;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Plays the demonstration. */
@Command(
        name = "demo",
        header = "Watch real processes pass messages and handles to each other.",
        description = {
            "",
            "Starts JVMs in a private home, shows what each of them sees (handle numbers, objects, usage counts), and "
                    + "checks it. Ends with 0 if everything was as it should be, with 1 otherwise."
        },
        footer = {"  mailslot demo", "  mailslot demo > transcript.txt"})
final class DemoCommand implements Callable<Integer> {
    @ParentCommand
    private Main main;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = main.console().textOut();
        try {
            boolean held = new Demo(out, main.console().terminal().colours()).play();
            out.flush();
            main.console().out().flush();
            return (held ? ExitCode.OK : ExitCode.FAILURE).value();
        } catch (UncheckedIOException unseen) {
            main.console().out().requireWhole(); // knows why
            throw unseen;
        }
    }
}
