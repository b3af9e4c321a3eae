package io.mailslot.launcher.remote;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Runs the bridge to other machines, or asks the one that runs. */
@Command(
        name = "bridge",
        header = "Carry messages to and from mailslots of other machines.",
        description = {
            "",
            "Runs until Ctrl-C or SIGTERM, and carries what is written to names of other machines, such as '\\\\B\\mailslot\\orders', "
                    + "over NATS. A second bridge of a home waits, and takes over when the first one ends. Ends with 4 if the server "
                    + "does not let it in; while there is no server it tries again for ever.",
            "",
            "'bridge status' asks the bridge that runs how it is; 'bridge nats-config' prints the configuration of a server for some "
                    + "machines, and 'bridge make-streams' makes there, for all of them, what only one user may make. "
                    + "docs/remote.md tells of all."
        },
        footer = {
            "  mailslot bridge --config /etc/mailslot/bridge.properties",
            "  mailslot bridge status",
            "  mailslot bridge nats-config --domain shop --machines A,B,C > nats.conf",
            "  mailslot bridge make-streams --config maker.properties --machines A,B,C"
        })
public final class BridgeCommand implements Callable<Integer> {
    private static final String STATUS = "status";
    private static final String NATS_CONFIG = "nats-config";
    private static final String MAKE_STREAMS = "make-streams";

    /** What stands for a bridge that is to run. */
    private static final String RUN = "";

    /** Of who makes the streams, where nobody is named. */
    private static final String MAKER = "maker";

    @ParentCommand
    private RemoteParent parent;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "WHAT",
            completionCandidates = Words.class,
            description = "Instead of running: status, nats-config, or make-streams.")
    private String what;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration: names, servers, certificates, who may what.")
    private Path config;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            description = "End with 124 if no server was reached within TIME; else go on as without.")
    private Duration wait;

    @Option(names = "--json", description = "Of status: print one JSON document.")
    private boolean json;

    @Option(
            names = "--machines",
            paramLabel = "A,B,C",
            description = "Of nats-config and make-streams: the names of all machines.")
    private String machines;

    @Option(
            names = "--maker",
            paramLabel = "NAME",
            description =
                    "Of nats-config: who makes the streams of all, and so is trusted by all (maker if not given).")
    private String maker;

    @Option(
            names = "--trusting",
            description = "Of nats-config: each machine makes its own stream; then all have to trust each other.")
    private boolean trusting;

    @Option(names = "--domain", paramLabel = "D", description = "Of nats-config: the name of the domain.")
    private String domain;

    /** For the command line. */
    public BridgeCommand() {}

    /** What can be asked for. */
    static final class Words implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of(STATUS, NATS_CONFIG, MAKE_STREAMS).iterator();
        }
    }

    @Override
    public Integer call() throws IOException {
        check();
        RemoteContext context = parent.remotes();
        if (what == null) {
            return BridgeRun.run(context, config, wait);
        }
        if (what.equals(NATS_CONFIG)) {
            ServerText.print(context, domain, names(machines), maker());
            return 0;
        }
        if (what.equals(MAKE_STREAMS)) {
            StreamMaking.make(context, config, names(machines));
            return 0;
        }
        String answer = BridgeQuestion.ask(context, STATUS);
        if (json) {
            context.json(Document.of(context, answer).values());
        } else {
            StatusText.print(context, Document.of(context, answer));
        }
        return 0;
    }

    private void check() {
        if (what != null && !Set.of(STATUS, NATS_CONFIG, MAKE_STREAMS).contains(what)) {
            throw wrong("there is no '" + what
                    + "' of a bridge; say status, nats-config or make-streams, or nothing to run it");
        }
        only("--config", config, RUN, MAKE_STREAMS);
        only("--wait", wait, RUN);
        only("--json", json ? true : null, STATUS);
        only("--machines", machines, NATS_CONFIG, MAKE_STREAMS);
        only("--domain", domain, NATS_CONFIG);
        only("--maker", maker, NATS_CONFIG);
        only("--trusting", trusting ? true : null, NATS_CONFIG);
        if (isOneOf(RUN, MAKE_STREAMS) && config == null) {
            throw wrong("--config is missing: the file that says who this machine is, and where the servers are");
        }
        if (isOneOf(NATS_CONFIG) && domain == null) {
            throw wrong("--domain is missing: what stands behind 'domain =' in the bridges' configurations");
        }
        if (isOneOf(NATS_CONFIG, MAKE_STREAMS)
                && (machines == null || names(machines).isEmpty())) {
            throw wrong("--machines is missing: the names of all machines, as in --machines A,B,C");
        }
        if (trusting && maker != null) {
            throw wrong(
                    "--trusting and --maker do not go together: either each machine makes its own stream, or one user all");
        }
    }

    private boolean isOneOf(String... words) {
        return Arrays.asList(words).contains(what == null ? RUN : what);
    }

    /** Refuses an option that means nothing here. */
    private void only(String option, Object value, String... words) {
        if (value != null && !isOneOf(words)) {
            String of = words[0];
            throw wrong(
                    of.equals(RUN)
                            ? option + " is for a bridge that is to run, not for " + what
                            : option + " is for '" + of + "': mailslot bridge " + of + " " + option);
        }
    }

    /** Null if each machine makes its own stream. */
    private String maker() {
        if (trusting) {
            return null;
        }
        return maker == null ? MAKER : maker;
    }

    private ParameterException wrong(String problem) {
        return new ParameterException(spec.commandLine(), problem);
    }

    private static List<String> names(String list) {
        return Arrays.stream(list.split(","))
                .map(String::strip)
                .flatMap(name -> name.isEmpty() ? Stream.empty() : Stream.of(name))
                .toList();
    }
}
