package io.mailslot.it.model;

import io.mailslot.api.AccessRight;
import io.mailslot.api.ObjectType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Chooses what happens next: mostly what makes sense, and now and then what must fail. */
final class Choices {
    static final int MOST_PROCESSES = 4;

    private static final List<String> SYNC_NAMES = List.of("", "", "A", "a", "B");
    private static final List<String> MAILSLOTS = List.of("m", "M", "n/o");
    private static final int HIGHEST_HANDLE = 60;
    private static final int FEW_HANDLES = 5;

    private final Random random;
    private final ModelHome home;

    Choices(Random random, ModelHome home) {
        this.random = random;
        this.home = home;
    }

    ModelProcess process() {
        return pick(home.running());
    }

    /** What that process does; its end among others, if enough are left then. */
    List<String> next(ModelProcess caller) {
        int number = random.nextInt(100);
        if (number < 3) {
            return home.running().size() > 2 ? end(caller) : birth();
        }
        if (number < 6) {
            return home.running().size() < MOST_PROCESSES ? birth() : end(caller);
        }
        if (number < (caller.table.size() < FEW_HANDLES ? 60 : 20)) {
            return make();
        }
        if (number < 60) {
            return use(caller);
        }
        return manage(caller);
    }

    private List<String> birth() {
        return random.nextInt(4) == 0 ? List.of("start") : List.of("spawnlinked", pick(List.of("all", "all", "none")));
    }

    private List<String> end(ModelProcess caller) {
        return switch (random.nextInt(5)) {
            case 0 -> List.of("leave");
            case 1, 2 -> List.of("kill");
            case 3 -> List.of("exit", String.valueOf(random.nextInt(200)));
            default -> List.of("terminate", text(handle(caller, ObjectType.PROCESS)), text(random.nextInt()));
        };
    }

    private List<String> make() {
        return switch (random.nextInt(6)) {
            case 0 -> List.of("event", pick(SYNC_NAMES), flag(), flag(), flag());
            case 1 ->
                List.of("semaphore", pick(SYNC_NAMES), text(random.nextInt(3)), text(2 + random.nextInt(3)), flag());
            case 2 -> List.of("mutex", pick(SYNC_NAMES), flag(), flag());
            case 3 ->
                List.of(
                        "opensync",
                        pick(List.of("event", "semaphore", "mutex")),
                        pick(SYNC_NAMES.subList(2, SYNC_NAMES.size())),
                        rights(List.of(AccessRight.SYNCHRONIZE, AccessRight.MODIFY_STATE), 1));
            case 4 -> List.of("create", pick(MAILSLOTS), "20", "0", flag());
            default ->
                List.of(
                        "open",
                        pick(MAILSLOTS),
                        flag(),
                        rights(List.of(AccessRight.WRITE, AccessRight.WRITE, AccessRight.READ), 0),
                        random.nextInt(6) == 0 ? "false" : "true");
        };
    }

    private List<String> use(ModelProcess caller) {
        return switch (random.nextInt(12)) {
            case 0 -> List.of("set", text(handle(caller, ObjectType.EVENT)));
            case 1 -> List.of("reset", text(handle(caller, ObjectType.EVENT)));
            case 2 -> List.of("release", text(handle(caller, ObjectType.SEMAPHORE)), text(random.nextInt(4)));
            case 3 -> List.of("unlock", text(handle(caller, ObjectType.MUTEX)));
            case 4, 5 -> wait(caller);
            case 6, 7 -> List.of("write", text(handle(caller, ObjectType.SENDER)), "x".repeat(1 + random.nextInt(21)));
            case 8 -> List.of("read", text(handle(caller, ObjectType.RECEIVER)), "0");
            case 9 -> look(caller);
            case 10 -> advance(caller);
            default ->
                List.of("info", text(handle(caller, random.nextBoolean() ? ObjectType.RECEIVER : ObjectType.SENDER)));
        };
    }

    private List<String> look(ModelProcess caller) {
        int handle = handle(caller, ObjectType.RECEIVER);
        return List.of("look", text(handle), text(number(caller, handle)), text(random.nextInt(4)));
    }

    private List<String> advance(ModelProcess caller) {
        int handle = handle(caller, ObjectType.RECEIVER);
        return List.of("advance", text(handle), text(number(caller, handle)));
    }

    /** Mostly one that a message has, or may have next; 0 is any. */
    private int number(ModelProcess caller, int handle) {
        ModelProcess.Entry entry = caller.table.get(handle);
        if (entry == null || !(entry.object() instanceof ModelObject.Receiver receiver) || random.nextInt(4) == 0) {
            return random.nextInt(3);
        }
        int unread = (int) (receiver.end() - receiver.next());
        return Math.max(0, (int) receiver.next() - 1 + random.nextInt(unread + 3));
    }

    private List<String> wait(ModelProcess caller) {
        List<String> words = new ArrayList<>(List.of(random.nextBoolean() ? "any" : "all", "0"));
        Stream.generate(() -> handle(caller, pick(List.of(ObjectType.values()))))
                .limit(1 + random.nextInt(3))
                .forEach(handle -> words.add(text(handle)));
        return words;
    }

    private List<String> manage(ModelProcess caller) {
        ObjectType any = pick(List.of(ObjectType.values()));
        return switch (random.nextInt(12)) {
            case 0, 1 -> List.of("close", text(handle(caller, any)));
            case 2 -> List.of("describe", text(handle(caller, any)));
            case 3, 4 -> List.of("flags", text(handle(caller, any)), flags(), flags());
            case 5, 6 ->
                List.of(
                        "openprocess",
                        pick(home.processes()).name,
                        rights(List.copyOf(ModelProcess.RIGHTS), 0),
                        flag());
            case 7 -> List.of("exitcode", text(handle(caller, ObjectType.PROCESS)));
            case 8 -> closeIn(caller);
            default -> duplicate(caller);
        };
    }

    private List<String> closeIn(ModelProcess caller) {
        int process = party(caller);
        return List.of(
                "closein", text(process), text(handle(behind(caller, process), pick(List.of(ObjectType.values())))));
    }

    private List<String> duplicate(ModelProcess caller) {
        int from = party(caller);
        ModelProcess owner = behind(caller, from);
        int handle = random.nextInt(8) == 0 ? -1 : handle(owner, pick(List.of(ObjectType.values())));
        String access = random.nextBoolean() ? "same" : fewer(owner, handle);
        return List.of("duplicate", text(from), text(handle), text(party(caller)), access, flag(), flag(), flag());
    }

    /** Some of the source's rights, and now and then one that it may lack. */
    private String fewer(ModelProcess owner, int handle) {
        ModelProcess.Entry entry = owner.table.get(handle);
        List<AccessRight> possible = new ArrayList<>(entry == null ? ModelProcess.RIGHTS : entry.rights());
        if (random.nextInt(3) == 0) {
            possible.add(pick(List.of(AccessRight.values())));
        }
        return rights(possible, 0);
    }

    /** The pseudo handle, or a handle that ought to be one of a process. */
    private int party(ModelProcess caller) {
        return random.nextInt(3) == 0 ? -1 : handle(caller, ObjectType.PROCESS);
    }

    private static ModelProcess behind(ModelProcess caller, int handle) {
        ModelProcess.Entry entry = caller.table.get(handle);
        return entry != null && entry.object() instanceof ModelProcess process ? process : caller;
    }

    /** Mostly one of that type, if there is one; else any that is open, or a number. */
    private int handle(ModelProcess process, ObjectType type) {
        List<Integer> fitting = process.table.entrySet().stream()
                .filter(each -> each.getValue().object().type == type)
                .map(Map.Entry::getKey)
                .toList();
        if (!fitting.isEmpty() && random.nextInt(10) > 0) {
            return pick(fitting);
        }
        return process.table.isEmpty() || random.nextInt(4) == 0
                ? 4 * (1 + random.nextInt(HIGHEST_HANDLE / 4))
                : pick(List.copyOf(process.table.keySet()));
    }

    private String rights(List<AccessRight> possible, int atLeast) {
        List<AccessRight> chosen = possible.stream()
                .filter(right -> random.nextBoolean())
                .distinct()
                .toList();
        return (chosen.size() < atLeast ? possible.subList(0, atLeast) : chosen)
                .stream().map(AccessRight::name).collect(Collectors.joining(","));
    }

    private String flags() {
        return pick(List.of("INHERIT", "PROTECT_FROM_CLOSE", "INHERIT,PROTECT_FROM_CLOSE", "INHERIT", ""));
    }

    private String flag() {
        return String.valueOf(random.nextBoolean());
    }

    private static String text(int number) {
        return String.valueOf(number);
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
