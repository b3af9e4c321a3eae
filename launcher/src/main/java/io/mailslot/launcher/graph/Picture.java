package io.mailslot.launcher.graph;

import io.mailslot.api.AccessRight;
import io.mailslot.api.HandleFlag;
import io.mailslot.api.HandleInfo;
import io.mailslot.api.ObjectType;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.ObjectStatus;
import io.mailslot.inspect.ProcessStatus;
import io.mailslot.inspect.WaitStatus;
import io.mailslot.launcher.look.Catalog;
import io.mailslot.launcher.look.Words;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What is to be seen: boxes with rows, which are handle tables, cards, which are kernel objects, and which row leads to which
 * card. All of its texts are printable.
 */
final class Picture {
    /** All that can be done with a process. */
    private static final Set<AccessRight> ALL_OF_A_PROCESS = EnumSet.of(
            AccessRight.SYNCHRONIZE,
            AccessRight.TERMINATE,
            AccessRight.DUPLICATE_HANDLE,
            AccessRight.CREATE_PROCESS,
            AccessRight.QUERY_INFORMATION);

    private final HomeSnapshot home;
    private final Catalog catalog;
    private final UnaryOperator<String> printable;
    private final List<Box> boxes = new ArrayList<>();
    private final Map<Long, Card> cards = new LinkedHashMap<>();
    private final Map<Box, List<Row>> rowsOfBoxes = new IdentityHashMap<>();
    private final Map<Card, List<Row>> rowsOfCards = new IdentityHashMap<>();

    /** One process. */
    record Box(ProcessStatus process, String pid, String command, String state, String waits) {
        String address() {
            return Words.address(process.objectId());
        }

        /** Whether people should look at it. */
        boolean isOdd() {
            return !state.equals("live");
        }
    }

    /** One row of a box, by its place from 0 up: a handle; or, without a handle, that a running process counts as a user of itself. */
    record Row(Box box, int place, HandleInfo handle, String access, Card card) {
        boolean isItself() {
            return handle == null;
        }

        boolean isInheritable() {
            return !isItself() && handle.flags().contains(HandleFlag.INHERIT);
        }

        boolean isProtected() {
            return !isItself() && handle.flags().contains(HandleFlag.PROTECT_FROM_CLOSE);
        }

        String number() {
            return isItself() ? "" : String.valueOf(handle.handle());
        }

        /** All of it in one sentence. */
        String words() {
            return isItself()
                    ? "process " + box.pid() + " itself: " + card.words()
                    : "handle " + number() + " of process " + box.pid() + ", " + Words.access(handle) + marks() + ": "
                            + card.words();
        }

        String marks() {
            return (isInheritable() ? ", inheritable" : "") + (isProtected() ? ", protected from close" : "");
        }
    }

    /** One kernel object. */
    record Card(long objectId, ObjectType type, String name, String state, int uses) {
        String address() {
            return Words.address(objectId);
        }

        String typeWord() {
            return Words.lower(type);
        }

        /** All of it in one sentence. */
        String words() {
            return typeWord() + " " + name + ", " + address() + (state.equals("-") ? "" : ", " + state) + ", "
                    + Words.count(uses, "use");
        }
    }

    private Picture(HomeSnapshot home, UnaryOperator<String> printable) {
        this.home = home;
        this.catalog = new Catalog(home);
        this.printable = printable;
    }

    static Picture of(HomeSnapshot home, Chosen chosen, UnaryOperator<String> printable) {
        Picture picture = new Picture(home, printable);
        Map<Long, ObjectStatus> objects = new LinkedHashMap<>();
        home.objects().forEach(object -> objects.put(object.objectId(), object));
        for (ProcessStatus process : home.processes()) {
            picture.add(process, chosen, objects);
        }
        home.objects().stream().filter(chosen::has).forEach(picture::card);
        return picture;
    }

    private void add(ProcessStatus process, Chosen chosen, Map<Long, ObjectStatus> objects) {
        Box box = new Box(
                process,
                process.processId() == 0 ? "?" : String.valueOf(process.processId()),
                printable.apply(Words.command(process)),
                Words.state(process),
                printable.apply(waits(process)));
        ObjectStatus own = objects.get(process.objectId());
        if (own != null && (chosen.has(process) || chosen.has(own))) {
            addRow(box, null, "itself", card(own));
        }
        for (HandleInfo handle : process.handles()) {
            if (chosen.has(process, handle)) {
                ObjectStatus object = objects.get(handle.objectId());
                addRow(box, handle, access(handle), object == null ? card(handle) : card(object));
            }
        }
        if (chosen.has(process) || !rows(box).isEmpty()) {
            boxes.add(box);
        }
    }

    private void addRow(Box box, HandleInfo handle, String access, Card card) {
        List<Row> ofBox = rowsOfBoxes.computeIfAbsent(box, first -> new ArrayList<>());
        Row row = new Row(box, ofBox.size(), handle, access, card);
        ofBox.add(row);
        rowsOfCards.computeIfAbsent(card, first -> new ArrayList<>()).add(row);
    }

    private Card card(ObjectStatus object) {
        return cards.computeIfAbsent(
                object.objectId(),
                id -> new Card(
                        id,
                        object.type(),
                        printable.apply(object.name()),
                        printable.apply(catalog.state(object)),
                        object.usageCount()));
    }

    /** Of an object that the snapshot does not have: what the handle tells. */
    private Card card(HandleInfo handle) {
        return cards.computeIfAbsent(
                handle.objectId(),
                id -> new Card(id, handle.type(), printable.apply(handle.name()), "-", handle.usageCount()));
    }

    /** What tells handles from others: nearly all can be waited on. */
    private static String access(HandleInfo handle) {
        if (handle.access().equals(ALL_OF_A_PROCESS)) {
            return "all";
        }
        String words = handle.access().stream()
                .filter(right -> right != AccessRight.SYNCHRONIZE)
                .map(right -> right == AccessRight.MODIFY_STATE ? "modify" : Words.lower(right))
                .collect(Collectors.joining(","));
        return !words.isEmpty() ? words : handle.access().isEmpty() ? "-" : "wait";
    }

    private String waits(ProcessStatus process) {
        List<Long> objects =
                process.waits().stream().map(WaitStatus::objectId).distinct().toList();
        if (objects.isEmpty()) {
            return "";
        }
        String more = objects.size() > 1 ? " +" + (objects.size() - 1) : "";
        return "waits on " + catalog.awaited(objects.get(0)) + more;
    }

    HomeSnapshot home() {
        return home;
    }

    List<Box> boxes() {
        return boxes;
    }

    /** In the order in which rows lead to them; those that none leads to come last. */
    List<Card> cards() {
        return List.copyOf(cards.values());
    }

    List<Row> rows() {
        return boxes.stream().flatMap(box -> rows(box).stream()).toList();
    }

    List<Row> rows(Box box) {
        return rowsOfBoxes.getOrDefault(box, List.of());
    }

    /** Those that lead to it. */
    List<Row> rows(Card card) {
        return rowsOfCards.getOrDefault(card, List.of());
    }

    boolean isEmpty() {
        return boxes.isEmpty() && cards.isEmpty();
    }

    /** What it is a picture of, as people need to know it. */
    String title() {
        return "Mailslot home " + printable.apply(home.home().toString());
    }

    String summary() {
        long handles = rows().stream().filter(row -> !row.isItself()).count();
        return Words.count(boxes.size(), "process") + ", " + Words.count(handles, "handle") + ", "
                + Words.count(cards.size(), "kernel object") + " at " + home.takenAt()
                + (home.consistent() ? "" : "; it never rested: parts may not fit together")
                + (home.unseen().isEmpty() ? "" : "; not all could be seen");
    }
}
