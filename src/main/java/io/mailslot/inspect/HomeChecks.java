package io.mailslot.inspect;

import io.mailslot.api.InvalidNameException;
import io.mailslot.api.MailslotException;
import io.mailslot.inspect.Finding.Kind;
import io.mailslot.internal.death.Aliveness;
import io.mailslot.internal.errors.ErrorLog;
import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.layout.HandleEntry;
import io.mailslot.internal.layout.HandleTableHeader;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.layout.ProcessRecord;
import io.mailslot.internal.memory.FileTrees;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.object.Cursors;
import io.mailslot.internal.object.HandleTable;
import io.mailslot.internal.object.KernelFile;
import io.mailslot.internal.object.MailslotName;
import io.mailslot.internal.object.NameIndex;
import io.mailslot.internal.object.ObjectTable;
import io.mailslot.internal.object.OwnerlessFiles;
import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.object.ProcessTable;
import io.mailslot.internal.object.UsageCounts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One look at all invariants of a home. */
final class HomeChecks {
    private final HomePaths home;
    private final KernelFile file;
    private final ObjectTable objects;
    private final ProcessTable processes;
    private final NameIndex names;
    /** By kind and subject: the detail of one and the same finding may change from look to look. */
    private final Map<String, Finding> findings = new LinkedHashMap<>();

    /** How many handles and running processes name each object. */
    private final Map<Long, Integer> users = new HashMap<>();

    private final Set<Long> runningProcesses = new HashSet<>();

    private boolean allHandlesSeen = true;

    private int namedSyncObjects;

    HomeChecks(HomePaths home, KernelFile file) {
        this.home = home;
        this.file = file;
        this.objects = new ObjectTable(file);
        this.processes = new ProcessTable(file);
        this.names = new NameIndex(file, objects);
    }

    /** Looks; the keys tell whether two looks found the same. */
    Map<String, Finding> run() throws IOException {
        if (file.isDirty()) {
            report(Kind.UNFINISHED_CHANGE, "after " + file.changes(), "the dirty mark is set");
        }
        checkProcesses();
        Map<Long, MailslotUse> mailslots = checkObjects();
        mailslots.forEach(this::checkMailslot);
        int named = mailslots.size() + namedSyncObjects;
        if (names.size() != named) {
            report(
                    Kind.NAME,
                    "the name index",
                    "the name index has " + names.size() + " names, and there are " + named + " named objects");
        }
        checkFiles();
        checkErrorLog();
        return findings;
    }

    /** A home without it is sound. */
    private void checkErrorLog() {
        try {
            if (ErrorLog.read(home).damaged()) {
                report(Kind.UNSEEN, home.errors() + " is damaged: some of the errors in it cannot be told");
            }
        } catch (IOException | MailslotException failure) {
            LookFailure.judge("read the errors of the home", home.errors(), failure)
                    .ifPresent(this::report);
        }
    }

    private void checkFiles() {
        try {
            for (Path path : new OwnerlessFiles(home, objects, processes).find()) {
                report(Kind.ORPHAN_FILE, path.toString());
            }
        } catch (IOException failure) {
            LookFailure.judge("look for files without an owner", home.root(), failure)
                    .ifPresent(this::report);
        }
    }

    private void checkProcesses() {
        Aliveness aliveness = Aliveness.readOnly(home, processes);
        for (ProcessRef process : processes.inUse()) {
            checkLife(aliveness, process);
            long object = processes.objectId(process);
            if (object != 0 || processes.state(process) != ProcessRecord.STARTING) { // else its end is told already
                use(object, "the record of process " + process);
                runningProcesses.add(object);
            }
            checkHandles(process);
        }
    }

    private void checkLife(Aliveness aliveness, ProcessRef process) {
        try {
            if (!aliveness.isAlive(process)) {
                report(Kind.DEAD_PROCESS, "process " + process + " is dead and not reaped");
            }
        } catch (MailslotException cannotTell) {
            Path lock = home.lifeLock(process.index(), process.generation());
            LookFailure.judge("tell whether process " + process + " lives", lock, cannotTell)
                    .ifPresent(this::report);
        }
    }

    private void checkHandles(ProcessRef process) {
        Path table = home.handles(process.index(), process.generation());
        try {
            HandleTable.open(table, true)
                    .forEach((index, entry) -> use(
                            HandleEntry.objectId(entry),
                            "handle " + HandleTableHeader.handle(index) + " of process " + process));
        } catch (IOException | MailslotException failure) {
            LookFailure.judge("look at the handles of process " + process, table, failure)
                    .ifPresentOrElse(
                            this::unseenHandles,
                            () -> report(Kind.MISSING_FILE, table.toString(), table + " is missing"));
        }
    }

    /** Who uses what is not known any more. */
    private void unseenHandles(Unseen unseen) {
        allHandlesSeen = false;
        report(unseen);
    }

    private void use(long object, String user) {
        users.merge(object, 1, Integer::sum);
        if (objects.find(object) == null) {
            report(Kind.HANDLE_TO_NOTHING, user + " names " + address(object) + ", which does not exist");
        }
    }

    private Map<Long, MailslotUse> checkObjects() {
        Map<Long, MailslotUse> mailslots = new HashMap<>();
        List<Region> ends = new ArrayList<>();
        for (int i = 0; i < objects.highWater(); i++) {
            Region entry = objects.entry(i);
            int type = entry.getIntVolatile(ObjectEntry.TYPE_OFFSET);
            long id = objects.id(i);
            if (type == ObjectEntry.TYPE_MAILSLOT) {
                mailslots.put(id, new MailslotUse(entry));
            } else if (type != ObjectEntry.TYPE_FREE) {
                checkUsage(id, entry);
                if (type == ObjectEntry.TYPE_RECEIVER || type == ObjectEntry.TYPE_SENDER) {
                    ends.add(entry);
                } else if (type != ObjectEntry.TYPE_PROCESS) {
                    namedSyncObjects += NameIndex.isNamed(entry) ? 1 : 0;
                } else if (entry.getInt(ObjectEntry.PROGRESS_OFFSET) != ObjectEntry.ENDED
                        && !runningProcesses.contains(id)) {
                    report(Kind.ORPHAN_OBJECT, "process object " + address(id) + " has not ended and has no record");
                }
            }
        }
        ends.forEach(end -> countEnd(mailslots, end));
        return mailslots;
    }

    private void checkUsage(long id, Region entry) {
        if (!allHandlesSeen) {
            return;
        }
        int counted = entry.getInt(ObjectEntry.USAGE_COUNT_OFFSET);
        int real = users.getOrDefault(id, 0);
        if (real == 0 && isKept(entry)) {
            if (counted != 0) {
                report(
                        Kind.USAGE_COUNT,
                        address(id),
                        "the closed cursor " + address(id) + " has usage count " + counted + " and no user");
            }
        } else if (real == 0) {
            report(
                    Kind.ORPHAN_OBJECT,
                    address(id),
                    "object " + address(id) + " of type " + entry.getInt(ObjectEntry.TYPE_OFFSET)
                            + " has no user and usage count " + counted);
        } else if (counted != real) {
            report(
                    Kind.USAGE_COUNT,
                    address(id),
                    "object " + address(id) + " has usage count " + counted + " and " + real + " users");
        }
    }

    /** Whether an object stays without a user: a cursor does while its mailslot is there. */
    private boolean isKept(Region entry) {
        Region mailslot = Cursors.isCursor(entry) ? objects.find(entry.getLong(ObjectEntry.MAILSLOT_OFFSET)) : null;
        return mailslot != null && mailslot.getInt(ObjectEntry.TYPE_OFFSET) == ObjectEntry.TYPE_MAILSLOT;
    }

    private void countEnd(Map<Long, MailslotUse> mailslots, Region end) {
        boolean receiver = end.getInt(ObjectEntry.TYPE_OFFSET) == ObjectEntry.TYPE_RECEIVER;
        long mailslot = end.getLong(ObjectEntry.MAILSLOT_OFFSET);
        MailslotUse use = mailslots.get(mailslot);
        if (use == null) {
            if (receiver) {
                report(
                        Kind.ORPHAN_OBJECT,
                        "a receiver of the mailslot " + address(mailslot) + ", which does not exist");
            }
        } else if (receiver) {
            use.receivers++;
            if (Cursors.isCursor(end)) {
                use.cursors.add(Cursors.name(end));
            }
        } else {
            use.senders++;
            use.writers += end.getInt(ObjectEntry.WRITES_OFFSET);
            use.exclusive += end.getInt(ObjectEntry.EXCLUSIVE_OFFSET);
        }
    }

    private void checkMailslot(long id, MailslotUse use) {
        String name = NameIndex.read(use.entry);
        String what = "mailslot '" + name + "' " + address(id);
        if (use.receivers == 0) {
            report(Kind.ORPHAN_OBJECT, what + " has no receiver");
        }
        use.compare(ObjectEntry.RECEIVERS_OFFSET, use.receivers, what + ": receivers");
        use.compare(ObjectEntry.SENDERS_OFFSET, use.senders, what + ": senders");
        use.compare(ObjectEntry.WRITERS_OFFSET, use.writers, what + ": writing senders");
        use.compare(ObjectEntry.EXCLUSIVE_WRITERS_OFFSET, use.exclusive, what + ": exclusive senders");
        checkName(id, name, what);
        checkCursors(use, what);
        checkFolder(what, UsageCounts.folder(home, id, use.entry));
    }

    private void checkFolder(String what, Path folder) {
        try {
            if (!FileTrees.isFolder(folder)) {
                report(Kind.MISSING_FILE, what + " has no folder " + folder);
            }
        } catch (IOException failure) {
            LookFailure.judge("look at the folder of " + what, folder, failure).ifPresent(this::report);
        }
    }

    private void checkCursors(MailslotUse use, String what) {
        boolean durable = use.entry.getInt(ObjectEntry.DURABLE_OFFSET) != 0;
        if (durable && use.cursors.isEmpty()) {
            report(Kind.NAME, what + " is durable and has no cursor");
        }
        if (use.cursors.size() > 1 && use.entry.getInt(ObjectEntry.BROADCAST_OFFSET) == 0) {
            report(Kind.NAME, what + " is not for broadcast and has the cursors " + use.cursors);
        }
        long names = use.cursors.stream().map(Cursors::key).distinct().count();
        if (names < use.cursors.size()) {
            report(Kind.NAME, what + " has several cursors of one name: " + use.cursors);
        }
    }

    private void checkName(long id, String name, String what) {
        try {
            long found = names.find(MailslotName.parse(name));
            if (found != id) {
                report(Kind.NAME, what, what + " is not what its name leads to, which is " + address(found));
            }
        } catch (InvalidNameException damaged) {
            report(Kind.NAME, what, what + " cannot have that name: " + damaged.getMessage());
        }
    }

    private void report(Unseen unseen) {
        report(Kind.UNSEEN, unseen.detail());
    }

    private void report(Kind kind, String detail) {
        report(kind, detail, detail);
    }

    private void report(Kind kind, String subject, String detail) {
        findings.put(kind + " " + subject, new Seen.Problem(kind, detail));
    }

    private static String address(long id) {
        return "0x" + Long.toHexString(id);
    }

    /** Who uses a mailslot, counted anew. */
    private final class MailslotUse {
        private final Region entry;
        private final List<String> cursors = new ArrayList<>();
        private int receivers;
        private int senders;
        private int writers;
        private int exclusive;

        MailslotUse(Region entry) {
            this.entry = entry;
        }

        private void compare(int offset, int real, String what) {
            int counted = entry.getInt(offset);
            if (counted != real) {
                report(Kind.DERIVED_STATE, what, what + " are counted as " + counted + " and are " + real);
            }
        }
    }
}
