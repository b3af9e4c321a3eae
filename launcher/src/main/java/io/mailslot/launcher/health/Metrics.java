package io.mailslot.launcher.health;

import io.mailslot.api.ObjectType;
import io.mailslot.inspect.Finding;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.MailslotStatus;
import io.mailslot.inspect.ProcessStatus;
import io.mailslot.inspect.ProcessStatus.OsState;
import io.mailslot.inspect.ReceiverStatus;
import io.mailslot.launcher.health.Exposition.Type;
import io.mailslot.launcher.look.Bridging;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;

/** The metrics of a home; docs/observability.md describes them, and Micrometer has them under the same names. */
final class Metrics {
    private static final String MAILSLOT = "mailslot";
    private static final String MESSAGES = "messages";
    private static final String BYTES = "bytes";
    private static final String NO_UNIT = "";
    private static final String ENDED = "ended";
    private static final String STOPPED = "stopped";

    private final Exposition out = new Exposition();
    private final HomeSnapshot home;

    /** Labels may have any letter, but somebody looks at them. */
    private final UnaryOperator<String> printable;

    private Metrics(HomeSnapshot home, UnaryOperator<String> printable) {
        this.home = home;
        this.printable = printable;
    }

    /**
     * All metrics.
     *
     * @param findings of the verifier; null where nobody has looked for any
     * @param perProcess whether to tell of each process, too
     * @param printable spells out what would do anything to a terminal
     */
    static String of(HomeSnapshot home, List<Finding> findings, boolean perProcess, UnaryOperator<String> printable) {
        Metrics metrics = new Metrics(home, printable);
        metrics.mailslots();
        metrics.readers();
        metrics.home();
        if (perProcess) {
            metrics.eachProcess();
        }
        metrics.bridge(Bridging.of(home));
        if (findings != null) {
            metrics.findings(findings);
        }
        return metrics.out.end();
    }

    private void mailslots() {
        each("mailslot_messages", Type.counter, MESSAGES, "Messages ever appended", MailslotStatus::appendedMessages);
        each(
                "mailslot_bytes",
                Type.counter,
                BYTES,
                "Bytes of the messages ever appended",
                MailslotStatus::appendedBytes);
        each("mailslot_capacity_bytes", Type.gauge, BYTES, "What its files may take", MailslotStatus::capacity);
        each("mailslot_allocated_bytes", Type.gauge, BYTES, "What its files take", MailslotStatus::allocatedBytes);
        each(
                "mailslot_full",
                Type.gauge,
                NO_UNIT,
                "1 if a sender sleeps until there is room",
                mailslot -> mailslot.sendersWait() ? 1 : 0);
        each(
                "mailslot_receivers",
                Type.gauge,
                NO_UNIT,
                "Open receivers",
                mailslot -> mailslot.receivers().stream()
                        .filter(ReceiverStatus::open)
                        .count());
        each("mailslot_senders", Type.gauge, NO_UNIT, "Open senders", MailslotStatus::senders);
    }

    private void each(String name, Type type, String unit, String help, ToLongFunction<MailslotStatus> figure) {
        out.family(name, type, unit, help);
        home.mailslots().forEach(one -> out.sample(figure.applyAsLong(one), MAILSLOT, printable.apply(one.name())));
    }

    /** Of the receivers with a cursor, each; of those without, the one that lags most. */
    private void readers() {
        readers("mailslot_unread_messages", Type.gauge, "Messages not read yet", ReceiverStatus::messageCount);
        readers(
                "mailslot_missed_messages",
                Type.counter,
                "Messages dropped before they were read",
                ReceiverStatus::missedMessages);
    }

    private void readers(String name, Type type, String help, ToLongFunction<ReceiverStatus> figure) {
        out.family(name, type, MESSAGES, help);
        for (MailslotStatus mailslot : home.mailslots()) {
            Map<String, ReceiverStatus> readers = new TreeMap<>();
            mailslot.receivers()
                    .forEach(each -> readers.merge(
                            each.cursor().orElse(""),
                            each,
                            (one, other) -> one.messageCount() >= other.messageCount() ? one : other));
            String label = printable.apply(mailslot.name());
            readers.forEach((cursor, reader) ->
                    out.sample(figure.applyAsLong(reader), MAILSLOT, label, "cursor", printable.apply(cursor)));
        }
    }

    private void home() {
        out.family("mailslot_processes", Type.gauge, NO_UNIT, "Processes of the home; ended ones are not reaped yet");
        for (ProcessStatus.State state : ProcessStatus.State.values()) {
            processes(word(state));
        }
        processes(STOPPED);
        processes(ENDED);
        out.family("mailslot_handles", Type.gauge, NO_UNIT, "Open handles of all processes")
                .sample(home.processes().stream()
                        .mapToLong(process -> process.handles().size())
                        .sum());
        out.family("mailslot_objects", Type.gauge, NO_UNIT, "Kernel objects that handles can name");
        for (ObjectType type : ObjectType.values()) {
            out.sample(
                    home.objects().stream()
                            .filter(object -> object.type() == type)
                            .count(),
                    "type",
                    word(type));
        }
        out.family(
                        "mailslot_control_changes",
                        Type.counter,
                        NO_UNIT,
                        "Handles opened or closed, and other completed changes of the home")
                .sample(home.changes());
        out.family("mailslot_home_dirty", Type.gauge, NO_UNIT, "1 while a change goes on, or if its maker died in it")
                .sample(home.dirty() ? 1 : 0);
    }

    private void processes(String state) {
        long count = home.processes().stream()
                .filter(process -> state(process).equals(state))
                .count();
        out.sample(count, "state", state);
    }

    private static String state(ProcessStatus process) {
        if (process.osState() == OsState.ENDED) {
            return ENDED;
        }
        return process.osState() == OsState.STOPPED ? STOPPED : word(process.state());
    }

    /** Processes of several pid namespaces may have one id: these are told together. */
    private void eachProcess() {
        eachProcess(
                "mailslot_process_handles",
                "Open handles of a process",
                process -> process.handles().size());
        eachProcess(
                "mailslot_process_waits",
                "Threads of a process that sleep until something is signaled, or has room",
                process -> process.waits().size());
        eachProcess(
                "mailslot_process_stopped",
                "1 if a signal or a debugger has stopped the process",
                process -> process.osState() == OsState.STOPPED ? 1 : 0);
    }

    private void eachProcess(String name, String help, ToLongFunction<ProcessStatus> figure) {
        out.family(name, Type.gauge, NO_UNIT, help);
        Map<Long, Long> figures = new TreeMap<>();
        home.processes().stream()
                .filter(process -> process.processId() != 0)
                .forEach(process -> figures.merge(process.processId(), figure.applyAsLong(process), Long::sum));
        figures.forEach((pid, sum) -> out.sample(sum, "pid", String.valueOf(pid)));
    }

    /** Where nothing goes to other machines nothing is told of that. */
    private void bridge(Bridging bridging) {
        if (!bridging.isThere()) {
            return;
        }
        out.family("mailslot_bridge_running", Type.gauge, NO_UNIT, "1 if a process carries to other machines")
                .sample(bridging.bridge().isPresent() ? 1 : 0);
        out.family("mailslot_bridge_connected", Type.gauge, NO_UNIT, "1 while it reaches a server")
                .sample(bridging.connected().orElse(false) ? 1 : 0);
        Map<String, Long> waiting = new TreeMap<>();
        bridging.outboxes()
                .forEach(outbox -> waiting.merge(
                        outbox.host(), Math.max(0, outbox.mailslot().messageCount()), Long::sum));
        out.family("mailslot_outbox_messages", Type.gauge, MESSAGES, "Messages that were not handed over yet");
        waiting.forEach((host, messages) -> out.sample(messages, "computer", printable.apply(host)));
    }

    private void findings(List<Finding> findings) {
        out.family("mailslot_findings", Type.gauge, NO_UNIT, "What the verifier finds wrong, by kind");
        for (Finding.Kind kind : Finding.Kind.values()) {
            out.sample(
                    findings.stream().filter(finding -> finding.kind() == kind).count(), "kind", word(kind));
        }
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
