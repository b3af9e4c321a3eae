package io.mailslot.it.model;

import io.mailslot.api.AccessRight;
import io.mailslot.api.HandleFlag;
import io.mailslot.api.ObjectType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** Chooses what happens next: mostly what makes sense, and now and then what must fail. */
final class Choices {
    static final int MOST_PROCESSES = 4;

    private static final List<String> SYNC_NAMES = List.of("", "", "A", "a", "B");
    private static final List<String> MAILSLOTS = List.of("m", "M", "n/o");
    private static final int LONGEST_MESSAGE = 20;
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
    Step next(ModelProcess caller) {
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

    private Step birth() {
        return random.nextInt(4) == 0 ? new Step.Start() : new Step.Spawn(random.nextInt(3) < 2);
    }

    private Step end(ModelProcess caller) {
        return switch (random.nextInt(5)) {
            case 0 -> new Step.Leave();
            case 1, 2 -> new Step.Kill();
            case 3 -> new Step.Exit(random.nextInt(200));
            default -> new Step.Terminate(handle(caller, ObjectType.PROCESS), random.nextInt());
        };
    }

    private Step make() {
        return switch (random.nextInt(6)) {
            case 0 -> SyncCalls.event(pick(SYNC_NAMES), flag(), flag(), flag());
            case 1 -> SyncCalls.semaphore(pick(SYNC_NAMES), random.nextInt(3), 2 + random.nextInt(3), flag());
            case 2 -> SyncCalls.mutex(pick(SYNC_NAMES), flag(), flag());
            case 3 ->
                SyncCalls.open(
                        pick(List.of(ObjectType.EVENT, ObjectType.SEMAPHORE, ObjectType.MUTEX)),
                        pick(SYNC_NAMES.subList(2, SYNC_NAMES.size())),
                        rights(List.of(AccessRight.SYNCHRONIZE, AccessRight.MODIFY_STATE), 1));
            case 4 -> MailslotCalls.create(pick(MAILSLOTS), LONGEST_MESSAGE, flag());
            default ->
                MailslotCalls.open(
                        pick(MAILSLOTS),
                        flag(),
                        rights(List.of(AccessRight.WRITE, AccessRight.WRITE, AccessRight.READ), 0),
                        random.nextInt(6) > 0);
        };
    }

    private Step use(ModelProcess caller) {
        return switch (random.nextInt(12)) {
            case 0 -> SyncCalls.set(handle(caller, ObjectType.EVENT));
            case 1 -> SyncCalls.reset(handle(caller, ObjectType.EVENT));
            case 2 -> SyncCalls.release(handle(caller, ObjectType.SEMAPHORE), random.nextInt(4));
            case 3 -> SyncCalls.unlock(handle(caller, ObjectType.MUTEX));
            case 4, 5 -> wait(caller);
            case 6, 7 ->
                MailslotCalls.write(
                        handle(caller, ObjectType.SENDER), "x".repeat(1 + random.nextInt(LONGEST_MESSAGE + 1)));
            case 8 -> MailslotCalls.read(handle(caller, ObjectType.RECEIVER));
            case 9 -> look(caller);
            case 10 -> advance(caller);
            default ->
                MailslotCalls.info(handle(caller, random.nextBoolean() ? ObjectType.RECEIVER : ObjectType.SENDER));
        };
    }

    private Step look(ModelProcess caller) {
        int handle = handle(caller, ObjectType.RECEIVER);
        return MailslotCalls.look(handle, number(caller, handle), random.nextInt(4));
    }

    private Step advance(ModelProcess caller) {
        int handle = handle(caller, ObjectType.RECEIVER);
        return MailslotCalls.advance(handle, number(caller, handle));
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

    private Step wait(ModelProcess caller) {
        boolean all = random.nextBoolean();
        int count = 1 + random.nextInt(3);
        return SyncCalls.waitFor(
                all,
                Stream.generate(() -> handle(caller, pick(List.of(ObjectType.values()))))
                        .limit(count)
                        .toList());
    }

    private Step manage(ModelProcess caller) {
        ObjectType any = pick(List.of(ObjectType.values()));
        return switch (random.nextInt(12)) {
            case 0, 1 -> HandleCalls.close(handle(caller, any));
            case 2 -> HandleCalls.describe(handle(caller, any));
            case 3, 4 -> HandleCalls.setFlags(handle(caller, any), flags(), flags());
            case 5, 6 ->
                HandleCalls.openProcess(
                        Long.parseLong(pick(home.processes()).name),
                        rights(List.copyOf(ModelProcess.RIGHTS), 0),
                        flag());
            case 7 -> HandleCalls.exitCode(handle(caller, ObjectType.PROCESS));
            case 8 -> closeIn(caller);
            default -> duplicate(caller);
        };
    }

    private Step closeIn(ModelProcess caller) {
        int process = party(caller);
        return HandleCalls.closeIn(process, handle(behind(caller, process), pick(List.of(ObjectType.values()))));
    }

    private Step duplicate(ModelProcess caller) {
        int from = party(caller);
        ModelProcess owner = behind(caller, from);
        int handle = random.nextInt(8) == 0 ? -1 : handle(owner, pick(List.of(ObjectType.values())));
        boolean sameAccess = random.nextBoolean();
        Set<AccessRight> access = sameAccess ? Set.of() : fewer(owner, handle);
        int to = party(caller);
        return HandleCalls.duplicate(from, handle, to, new HandleCalls.Way(sameAccess, access, flag(), flag(), flag()));
    }

    /** Some of the source's rights, and now and then one that it may lack. */
    private Set<AccessRight> fewer(ModelProcess owner, int handle) {
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

    private Set<AccessRight> rights(List<AccessRight> possible, int atLeast) {
        List<AccessRight> chosen = possible.stream()
                .filter(right -> random.nextBoolean())
                .distinct()
                .toList();
        return Set.copyOf(chosen.size() < atLeast ? possible.subList(0, atLeast) : chosen);
    }

    private Set<HandleFlag> flags() {
        Set<HandleFlag> inherit = Set.of(HandleFlag.INHERIT);
        Set<HandleFlag> protect = Set.of(HandleFlag.PROTECT_FROM_CLOSE);
        return pick(List.of(inherit, protect, Set.of(HandleFlag.values()), inherit, Set.of()));
    }

    private boolean flag() {
        return random.nextBoolean();
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
