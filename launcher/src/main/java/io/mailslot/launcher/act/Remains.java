package io.mailslot.launcher.act;

import io.mailslot.api.ObjectType;
import io.mailslot.inspect.Finding;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.MailslotStatus;
import io.mailslot.inspect.ObjectStatus;
import io.mailslot.inspect.ProcessStatus;
import io.mailslot.inspect.ProcessStatus.OsState;
import io.mailslot.launcher.look.Words;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What the dead have left in a home, as one look shows it: themselves, what only they had open, and what belongs to nobody.
 * Durable mailslots are not among it, nor is what somebody has of whom it cannot be told whether he lives. Where something could
 * not be looked at nothing is known of what only the dead have.
 */
final class Remains {
    private final List<ProcessStatus> dead = new ArrayList<>();
    private final List<ObjectStatus> objects = new ArrayList<>();
    private final List<ObjectStatus> owned = new ArrayList<>();
    private final List<MailslotStatus> mailslots = new ArrayList<>();
    private final List<String> files;
    private final boolean unfinished;

    /** What is there of which it is not known whether it is left over. */
    private final Set<Object> unjudged = new HashSet<>();

    /**
     * One thing that is left.
     *
     * @param identity of it: the same at each look, however much of it is gone
     * @param words how that is said
     */
    record Leftover(Object identity, String words) {}

    private Remains(List<Finding> findings) {
        files = findings.stream()
                .filter(finding -> finding.kind() == Finding.Kind.ORPHAN_FILE)
                .map(Finding::detail)
                .toList();
        unfinished = findings.stream().anyMatch(finding -> finding.kind() == Finding.Kind.UNFINISHED_CHANGE);
    }

    /**
     * Finds them.
     *
     * @param home as it was seen
     * @param findings what is not as it should be there
     */
    static Remains of(HomeSnapshot home, List<Finding> findings) {
        Remains remains = new Remains(findings);
        Set<Long> ofTheDead = new HashSet<>();
        Set<Long> ofOthers = new HashSet<>();
        for (ProcessStatus process : home.processes()) {
            boolean dead = process.osState() == OsState.ENDED;
            if (dead) {
                remains.dead.add(process);
            }
            Set<Long> used = dead ? ofTheDead : ofOthers;
            used.add(process.objectId());
            process.handles().forEach(handle -> used.add(handle.objectId()));
        }
        if (remains.dead.size() == home.processes().size() && remains.isSomething()) {
            home.objects().forEach(object -> ofTheDead.add(object.objectId())); // nobody lives: the home begins anew
        }
        ofTheDead.removeAll(ofOthers);
        if (home.unseen().isEmpty()) {
            remains.find(home, ofTheDead);
        } else {
            home.mailslots().forEach(mailslot -> remains.unjudged.add(mailslot.objectId()));
            home.objects().forEach(object -> remains.unjudged.add(object.objectId()));
            home.objects().forEach(object -> remains.unjudged.add(ownership(object)));
        }
        return remains;
    }

    private boolean isSomething() {
        return !dead.isEmpty() || !files.isEmpty() || unfinished;
    }

    private void find(HomeSnapshot home, Set<Long> ofTheDead) {
        Set<Long> stay = new HashSet<>();
        for (MailslotStatus mailslot : home.mailslots()) {
            if (mailslot.durable()) {
                mailslot.receivers().forEach(receiver -> stay.add(receiver.objectId()));
            } else if (mailslot.receivers().stream().allMatch(each -> ofTheDead.contains(each.objectId()))) {
                mailslots.add(mailslot);
            }
        }
        Set<Long> deadOnes = new HashSet<>();
        dead.forEach(process -> deadOnes.add(process.objectId()));
        for (ObjectStatus object : home.objects()) {
            long id = object.objectId();
            if (ofTheDead.contains(id) && !stay.contains(id) && !deadOnes.contains(id)) {
                objects.add(object);
            } else if (object.ownerObjectId().isPresent()
                    && deadOnes.contains(object.ownerObjectId().getAsLong())) {
                owned.add(object);
            }
        }
    }

    boolean isEmpty() {
        return !isSomething() && objects.isEmpty() && mailslots.isEmpty();
    }

    /**
     * What of these is there still at a later look, and the files that have become nobody's since: those of what has gone and
     * could not be deleted with it. What that look could not judge is not known to have gone.
     */
    List<Leftover> stillIn(Remains later, ActContext context) {
        List<Leftover> before = all(context);
        Set<Object> found = new HashSet<>(later.files);
        before.forEach(each -> found.add(each.identity()));
        List<Leftover> left = new ArrayList<>(later.all(context));
        left.removeIf(each -> !found.contains(each.identity()));
        before.stream().filter(each -> later.unjudged.contains(each.identity())).forEach(left::add);
        return left;
    }

    /** Ends of mailslots, which are no more than handles, are not among them. */
    List<Leftover> all(ActContext context) {
        List<Leftover> all = new ArrayList<>();
        for (ProcessStatus process : dead) {
            all.add(new Leftover(
                    List.of(process.objectId(), process.processId(), process.startTicks()),
                    "dead process " + process.processId() + ", object " + Words.address(process.objectId()) + ", with "
                            + Words.count(process.handles().size(), "handle")));
        }
        for (MailslotStatus mailslot : mailslots) {
            all.add(new Leftover(mailslot.objectId(), words(mailslot, context)));
        }
        for (ObjectStatus object : objects) {
            if (object.type() != ObjectType.RECEIVER && object.type() != ObjectType.SENDER) {
                all.add(new Leftover(object.objectId(), words(object)));
            }
        }
        for (ObjectStatus object : owned) {
            all.add(new Leftover(ownership(object), "the owner of " + words(object) + ", which is dead"));
        }
        files.forEach(file -> all.add(new Leftover(file, "file " + file + ", which is nobody's")));
        if (unfinished) {
            all.add(new Leftover(Finding.Kind.UNFINISHED_CHANGE, "a change that its maker did not finish"));
        }
        return all;
    }

    /** That somebody owns a mutex; the mutex itself may stay. */
    private static Object ownership(ObjectStatus mutex) {
        return List.of(mutex.objectId(), mutex.ownerObjectId().orElse(0));
    }

    private static String words(MailslotStatus mailslot, ActContext context) {
        return "mailslot " + mailslot.name() + ", with " + mailslot.messageCount() + " unread"
                + (mailslot.allocatedBytes() < 0
                        ? ""
                        : " and " + context.bytes(mailslot.allocatedBytes()) + (context.isTerminal() ? "" : " bytes")
                                + " of files");
    }

    private static String words(ObjectStatus object) {
        return Words.lower(object.type()) + " " + Words.address(object.objectId()) + " " + object.name();
    }

    /** The same for programs. */
    void describe(Map<String, Object> document) {
        document.put("processes", dead.stream().map(Remains::process).toList());
        document.put("mailslots", mailslots.stream().map(Remains::mailslot).toList());
        document.put("objects", objects.stream().map(Remains::object).toList());
        document.put("abandoned", owned.stream().map(Remains::object).toList());
        document.put("files", files);
        document.put("unfinishedChange", unfinished);
    }

    private static Map<String, Object> process(ProcessStatus process) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("pid", process.processId());
        object.put("object", Words.address(process.objectId()));
        object.put("handles", process.handles().size());
        return object;
    }

    private static Map<String, Object> mailslot(MailslotStatus mailslot) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", mailslot.name());
        object.put("messages", mailslot.messageCount());
        object.put("allocatedBytes", mailslot.allocatedBytes());
        return object;
    }

    private static Map<String, Object> object(ObjectStatus status) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("object", Words.address(status.objectId()));
        object.put("type", Words.lower(status.type()));
        object.put("name", Objects.toString(status.name(), ""));
        return object;
    }
}
