package io.mailslot.launcher;

import io.mailslot.launcher.demo.Demo;
import io.mailslot.launcher.demo.MachinesDemo;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
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
        footer = {"  mailslot demo", "  mailslot demo > transcript.txt", "  mailslot demo --machines"})
final class DemoCommand implements Callable<Integer> {
    @ParentCommand
    private Main main;

    @Option(
            names = "--machines",
            description =
                    "Show two machines instead, both on this one: a bridge of each, and a server between them. Needs nats-server.")
    private boolean machines;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = main.console().textOut();
        boolean colours = main.console().terminal().colours();
        try {
            boolean held = machines
                    ? MachinesDemo.play(out, colours, server(), Start.class.getName())
                    : new Demo(out, colours).play();
            out.flush();
            main.console().out().flush();
            return (held ? ExitCode.OK : ExitCode.FAILURE).value();
        } catch (UncheckedIOException unseen) {
            main.console().out().requireWhole(); // knows why
            throw unseen;
        }
    }

    private static Path server() {
        return MachinesDemo.server()
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.NO_SUCH_OBJECT,
                        "there is no nats-server on the PATH; install it with: apt-get install nats-server, or take it from "
                                + "https://github.com/nats-io/nats-server/releases"));
    }
}
