package io.mailslot.launcher.health;

import io.mailslot.inspect.ErrorLogStatus;
import io.mailslot.inspect.ErrorStatus;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.MailslotStatus;
import io.mailslot.inspect.ProcessStatus;
import io.mailslot.inspect.ProcessStatus.OsState;
import io.mailslot.inspect.ReceiverStatus;
import io.mailslot.inspect.Unseen;
import io.mailslot.launcher.look.Advice;
import io.mailslot.launcher.look.Bridging;
import io.mailslot.launcher.look.Bridging.Outbox;
import io.mailslot.launcher.look.LookContext;
import io.mailslot.launcher.look.Snapshots;
import io.mailslot.launcher.look.Standstill;
import io.mailslot.launcher.look.Words;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a snapshot of a home tells that should not be so, in lines of what is well where nothing is. */
final class SnapshotRemarks {
    /** Holders of the kernel lock have it for microseconds. */
    private static final Duration LONG = Duration.ofSeconds(1);

    private static final Duration TOO_LONG = Duration.ofSeconds(10);

    /** For so long an error is told as new. */
    private static final Duration NEW = Duration.ofDays(1);

    /** Per cent of a mailslot that a cursor may hold back which nobody has open. */
    private static final int MUCH = 50;

    private final LookContext context;
    private final Path from;
    private final HomeSnapshot home;
    private final String homeOption;
    private final List<Remark> remarks = new ArrayList<>();

    SnapshotRemarks(LookContext context, Path from, HomeSnapshot home) {
        this.context = context;
        this.from = from;
        this.home = home;
        this.homeOption = from == null ? context.homeOption() : " --from " + context.shellWord(String.valueOf(from));
    }

    List<Remark> all() {
        home.fileSystem()
                .filter(system -> system.totalBytes() > 0)
                .ifPresent(system -> remarks.add(HomeRemarks.space(system, context, homeOption)));
        int first = remarks.size();
        Standstill.of(home).forEach(this::stopped);
        dead();
        if (remarks.size() == first) {
            remarks.add(Remark.ok(
                    "processes",
                    Words.count(home.processes().size(), "process")
                            + ", none stopped, none dead and not cleared away"));
        }
        int before = remarks.size();
        home.mailslots().stream()
                .filter(mailslot ->
                        mailslot.messageCount() < 0 || Outbox.of(mailslot).isEmpty() && !Bridging.isMemory(mailslot))
                .forEach(this::mailslot);
        if (remarks.size() == before && home.mailslots().stream().noneMatch(Words::isFull)) {
            remarks.add(Remark.ok("mailslots", Words.count(home.mailslots().size(), "mailslot") + ", none is full"));
        }
        remarks.addAll(BridgeRemarks.of(context, from, home));
        remarks.add(lock());
        home.errorLog()
                .map(ErrorLogStatus::errors)
                .filter(errors -> !errors.isEmpty())
                .ifPresent(errors -> remarks.add(errors(errors)));
        for (Unseen unseen : home.unseen()) {
            remarks.add(Remark.warn("unseen", unseen.detail()));
        }
        return remarks;
    }

    private String why(String subject) {
        return context.about("mailslot why", subject, homeOption);
    }

    private void stopped(Standstill still) {
        long pid = still.process().processId();
        boolean hinders = !still.awaited().isEmpty();
        String subject = hinders ? still.awaited().get(0) : String.valueOf(pid);
        String keeps = still.keeps().isEmpty() ? "" : ", and " + String.join("; it ", still.keeps());
        String text = "process " + pid + " (" + Words.command(still.process()) + ") is stopped" + keeps;
        remarks.add((hinders ? Remark.fail("stopped", text) : Remark.warn("stopped", text))
                .fix(Advice.commands(context, from, home, String.valueOf(pid)))
                .detail(why(subject)));
    }

    private void dead() {
        List<ProcessStatus> dead = home.processes().stream()
                .filter(process -> process.osState() == OsState.ENDED)
                .toList();
        if (!dead.isEmpty()) {
            boolean lived = home.processes().stream().anyMatch(process -> process.osState() == OsState.RUNNING);
            String pids = dead.stream()
                    .map(process -> String.valueOf(process.processId()))
                    .collect(Collectors.joining(" "));
            Remark remark = Remark.warn(
                    "dead",
                    Words.count(dead.size(), "dead process") + " not cleared away (" + pids + "), "
                            + (lived ? "which others do within seconds" : "and nobody lives here who would"));
            remarks.add(
                    Snapshots.isWithinReach(from, home)
                            ? remark.fix("mailslot gc" + Snapshots.homeOption(context, from, home))
                            : remark);
        }
    }

    private void mailslot(MailslotStatus mailslot) {
        String name = mailslot.name();
        List<ReceiverStatus> closed =
                mailslot.receivers().stream().filter(each -> !each.open()).toList();
        List<String> behind = closed.stream()
                .filter(each -> each.messageCount() > 0 && each.messageCount() == mailslot.messageCount())
                .map(each -> each.cursor().orElse("?"))
                .toList();
        int percent = Fill.percent(mailslot);
        String level = percent + " % of " + context.bytes(mailslot.capacity()) + (context.isTerminal() ? "" : " bytes");
        if (mailslot.messageCount() < 0) {
            remarks.add(Remark.fail("mailslots", "the messages of " + name + " cannot be read")
                    .detail(why(name)));
        } else if (!behind.isEmpty() && percent >= MUCH) {
            String text = name + " is filled to " + level + ": cursor " + String.join(", ", behind)
                    + " is open nowhere, and holds back " + mailslot.messageCount() + " messages";
            remarks.add((Words.isFull(mailslot) ? Remark.fail("cursors", text) : Remark.warn("cursors", text))
                    .fix(Advice.commands(context, from, home, name))
                    .detail(why(name)));
        } else if (Words.isFull(mailslot) && !isToldOf(name)) {
            remarks.add(Remark.warn(
                            "mailslots",
                            name + " is full, with " + mailslot.messageCount()
                                    + " unread: its senders wait for its receivers, which are slower")
                    .detail(why(name)));
        }
    }

    private boolean isToldOf(String mailslot) {
        return Standstill.of(home).stream().anyMatch(still -> still.awaited().contains(mailslot));
    }

    /** The last one is the first of them. Nobody deletes them, so the old ones are well. */
    private Remark errors(List<ErrorStatus> errors) {
        String about = "errors";
        ErrorStatus last = errors.get(0);
        Duration ago = Duration.between(last.lastAt(), home.takenAt());
        String text = Words.count(errors.size(), "kind") + " of errors in all, the last one " + Words.duration(ago)
                + " ago: " + last.message();
        Remark remark = ago.compareTo(NEW) < 0 ? Remark.warn(about, text) : Remark.ok(about, text);
        return remark.detail("mailslot errors" + homeOption);
    }

    private Remark lock() {
        String about = "lock";
        if (!home.locked() || home.lockedSince().isEmpty()) {
            return Remark.ok(about, "kernel lock free");
        }
        Duration held = Duration.between(home.lockedSince().get(), home.takenAt());
        String text = "kernel lock held by process " + home.lockedBy() + " for " + context.duration(held);
        if (held.compareTo(LONG) < 0) {
            return Remark.ok(about, text);
        }
        Remark remark = held.compareTo(TOO_LONG) < 0 ? Remark.warn(about, text) : Remark.fail(about, text);
        return home.processes().stream().anyMatch(process -> process.processId() == home.lockedBy())
                ? remark.fix(Advice.commands(context, from, home, String.valueOf(home.lockedBy())))
                        .detail(why(String.valueOf(home.lockedBy())))
                : remark;
    }
}
