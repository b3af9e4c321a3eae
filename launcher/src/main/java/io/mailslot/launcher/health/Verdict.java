package io.mailslot.launcher.health;

import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.MailslotStatus;
import io.mailslot.inspect.ProcessStatus.OsState;
import io.mailslot.inspect.Unseen;
import io.mailslot.launcher.look.Standstill;
import io.mailslot.launcher.look.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a check has found: how bad it is, why, and the figures that it went by. */
final class Verdict {
    /** Of what there should be none; how bad it is, something else tells. */
    private static final Threshold ANY = new Threshold("", 0, Threshold.NONE);

    private final List<Problem> problems = new ArrayList<>();
    private final List<Figure> figures = new ArrayList<>();
    private Status status = Status.OK;

    /** Something that is not well. */
    record Problem(Status status, String text) {}

    /**
     * A number, and what would be too much of it.
     *
     * @param check that looks at it: unread, fill, stopped or dead
     * @param mailslot of which it is; empty for the home
     * @param unit as monitoring has it: a per cent sign, or nothing
     */
    record Figure(String check, String mailslot, long value, String unit, Threshold threshold) {
        /** Its name in a line of several. */
        String label() {
            return mailslot.isEmpty() ? check : check.equals("unread") ? mailslot : mailslot + "_" + check;
        }
    }

    Status status() {
        return status;
    }

    List<Problem> problems() {
        return problems;
    }

    List<Figure> figures() {
        return figures;
    }

    void add(Status how, String text) {
        Problem problem = new Problem(how, text);
        if (how != Status.OK && !problems.contains(problem)) {
            problems.add(problem);
            status = status.or(how);
        }
    }

    private Status judge(Figure figure) {
        figures.add(figure);
        return figure.threshold().of(figure.value());
    }

    /** What is not there cannot be sent to. */
    void unread(HomeSnapshot home, Threshold threshold) {
        Optional<MailslotStatus> found = home.mailslot(threshold.name());
        if (found.isEmpty()) {
            add(Status.CRITICAL, "no mailslot " + threshold.name());
            return;
        }
        MailslotStatus mailslot = found.get();
        if (mailslot.messageCount() < 0) {
            add(Status.UNKNOWN, mailslot.name() + " cannot be read");
            return;
        }
        Status how = judge(new Figure("unread", mailslot.name(), mailslot.messageCount(), "", threshold));
        add(how, mailslot.name() + " has " + mailslot.messageCount() + " unread");
    }

    /** What cannot be read may be full. Not of those that drop their oldest messages: they are full as a rule. */
    void fill(HomeSnapshot home, Threshold threshold) {
        for (MailslotStatus mailslot : home.mailslots()) {
            int percent = Fill.percent(mailslot);
            if (percent < 0) {
                add(Status.UNKNOWN, mailslot.name() + " cannot be read");
            } else if (Fill.matters(mailslot)) {
                Status how = judge(new Figure("fill", mailslot.name(), percent, "%", threshold));
                add(how, mailslot.name() + " " + percent + " % full");
            }
        }
    }

    /** One that others wait for is critical. */
    void stopped(HomeSnapshot home) {
        List<Standstill> all = Standstill.of(home);
        for (Standstill still : all) {
            boolean hinders = !still.awaited().isEmpty();
            add(
                    hinders ? Status.CRITICAL : Status.WARNING,
                    "process " + still.process().processId() + " is stopped"
                            + (hinders ? " and keeps " + String.join(", ", still.awaited()) : ""));
        }
        judge(new Figure("stopped", "", all.size(), "", ANY));
    }

    void unreaped(HomeSnapshot home) {
        long dead = home.processes().stream()
                .filter(process -> process.osState() == OsState.ENDED)
                .count();
        judge(new Figure("unreaped", "", dead, "", ANY));
        add(dead > 0 ? Status.WARNING : Status.OK, Words.count(dead, "dead process") + " not cleared away");
    }

    void unseen(HomeSnapshot home) {
        for (Unseen unseen : home.unseen()) {
            add(Status.UNKNOWN, unseen.detail());
        }
    }
}
