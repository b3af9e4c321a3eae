package io.mailslot.it.storm;

import static io.mailslot.it.storm.Calls.codes;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.AccessRight;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.HandleFlag;
import io.mailslot.api.HandleInfo;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.ObjectType;
import io.mailslot.api.OpenOptions;
import io.mailslot.inspect.HomeInspector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Random operations of one process on the home. Others close its handles and put new ones into its table at any moment,
 * so most calls may find that their handle is gone (6) or names something else by now (5). For one thread.
 */
final class StormOperations {
    private static final List<String> NAMES = List.of("a", "B", "deep/down/c", "deep/d", "deep/down/e", "f g");
    private static final int MOST_HANDLES = 24;
    private static final int HANDLE_STEP = 4;

    private final Path home;
    private final StormFiles files;
    private final Random random;
    private final Calls calls;
    private final boolean reattaches;
    private Kernel kernel;
    private List<Long> processIds = List.of();

    /**
     * Attaches.
     *
     * @param files a folder for ordinary files
     * @param reattaches whether to leave the home now and then, and come back
     */
    StormOperations(Path home, Path files, Random random, Calls calls, boolean reattaches) {
        this.home = home;
        this.files = new StormFiles(files, random, calls);
        this.random = random;
        this.calls = calls;
        this.reattaches = reattaches;
        attach();
    }

    Kernel kernel() {
        return kernel;
    }

    private void attach() {
        kernel = calls.call(
                        "attach",
                        Set.of(),
                        () -> Kernel.attach(KernelOptions.defaults().withHome(home)))
                .orElseThrow();
    }

    /** Leaves the home. */
    void close() {
        calls.run("detach", Set.of(), kernel::close);
    }

    /** Does each thing once, so that later calls take the time that they take, not that of loading classes. */
    void warmUp() {
        lookAround();
        create("warm/" + ProcessHandle.current().pid());
        open("warm/" + ProcessHandle.current().pid());
        openProcess(ProcessHandle.current().pid());
        write();
        read();
        files.open(kernel);
        handle(ObjectType.FILE).ifPresent(file -> files.use(kernel, file));
        setFlags();
        duplicateHere();
        duplicateIntoOther();
        duplicateFromOther();
        closeInOther();
        waitForProcess();
        closeOne();
    }

    /** One random operation. */
    void step() {
        int dice = random.nextInt(100);
        if (dice < 14) {
            create(name());
        } else if (dice < 26) {
            open(name());
        } else if (dice < 40) {
            write();
        } else if (dice < 52) {
            read();
        } else if (dice < 57) {
            useFile();
        } else if (dice < 62) {
            duplicateHere();
        } else if (dice < 75) {
            reachOut();
        } else if (dice < 80) {
            setFlags();
        } else if (dice < 82) {
            openProcess(processId());
        } else if (dice < 84) {
            waitForProcess();
        } else if (dice < 85) {
            rarely(random.nextInt(4));
        } else {
            closeOne();
        }
        closeExcess();
    }

    private void useFile() {
        Optional<Integer> open = handle(ObjectType.FILE);
        if (open.isEmpty() || random.nextInt(3) == 0) {
            files.open(kernel);
        } else {
            files.use(kernel, open.get());
        }
    }

    private void rarely(int dice) {
        if (dice == 0) {
            lookAround();
        } else if (dice == 1 && reattaches) {
            close();
            attach();
        }
    }

    private void reachOut() {
        switch (random.nextInt(4)) {
            case 0 -> duplicateFromOther();
            case 1 -> closeInOther();
            default -> duplicateIntoOther();
        }
    }

    private String name() {
        return NAMES.get(random.nextInt(NAMES.size()));
    }

    private void create(String name) {
        MailslotOptions options = MailslotOptions.defaults()
                .withMaxMessageSize(random.nextBoolean() ? 0 : 256)
                .withReadTimeout(Duration.ofMillis(2))
                .withInheritable(random.nextBoolean());
        calls.call("create", codes(5, 6, 38, 87, 183), () -> kernel.createMailslot(name, options));
    }

    private void open(String name) {
        OpenOptions options =
                OpenOptions.defaults().withShareWrite(random.nextInt(8) != 0).withInheritable(random.nextBoolean());
        calls.call("open", codes(2, 5, 6, 32, 38), () -> kernel.openMailslot(name, options));
    }

    private void write() {
        byte[] message = StormMessage.random(random);
        handle(ObjectType.SENDER)
                .ifPresent(handle -> calls.run(
                        "write", codes(5, 6, 38), () -> kernel.sender(handle).write(message)));
    }

    private void read() {
        boolean waits = random.nextInt(8) == 0;
        handle(ObjectType.RECEIVER)
                .flatMap(handle -> calls.call(
                        "read",
                        codes(5, 6, 38, 87),
                        () -> waits
                                ? kernel.receiver(handle).read(Duration.ofMillis(1))
                                : kernel.receiver(handle).poll()))
                .flatMap(message -> message)
                .ifPresent(StormMessage::requireWhole);
    }

    private void duplicateHere() {
        DuplicateOptions options = duplicateOptions();
        anyHandle().ifPresent(handle -> calls.call("duplicate", codes(5, 6), () -> kernel.duplicate(handle, options)));
    }

    private DuplicateOptions duplicateOptions() {
        DuplicateOptions options = DuplicateOptions.defaults()
                .withInheritable(random.nextBoolean())
                .withCloseSource(random.nextInt(4) == 0)
                .withSameAttributes(random.nextInt(4) == 0);
        return random.nextInt(16) == 0 ? options.withAccess(EnumSet.of(AccessRight.SYNCHRONIZE)) : options;
    }

    private void duplicateIntoOther() {
        DuplicateOptions options = duplicateOptions();
        Optional<Integer> process = handle(ObjectType.PROCESS);
        Optional<Integer> source = random.nextInt(8) == 0 ? Optional.of(Kernel.CURRENT_PROCESS) : anyHandle();
        process.ifPresent(target -> source.ifPresent(handle -> calls.call(
                "duplicateInto",
                codes(5, 6),
                () -> kernel.duplicate(Kernel.CURRENT_PROCESS, handle, target, options))));
    }

    private void duplicateFromOther() {
        DuplicateOptions options = duplicateOptions();
        int guess = guess();
        handle(ObjectType.PROCESS)
                .ifPresent(process -> calls.call(
                        "duplicateFrom",
                        codes(5, 6),
                        () -> kernel.duplicate(process, guess, Kernel.CURRENT_PROCESS, options)));
    }

    private void closeInOther() {
        int guess = guess();
        handle(ObjectType.PROCESS)
                .ifPresent(process -> calls.run("closeIn", codes(5, 6), () -> kernel.closeHandleIn(process, guess)));
    }

    private int guess() {
        return HANDLE_STEP * (1 + random.nextInt(MOST_HANDLES / 2));
    }

    private void openProcess(long processId) {
        ObjectOpenOptions rights = ObjectOpenOptions.of(AccessRight.DUPLICATE_HANDLE, AccessRight.QUERY_INFORMATION);
        boolean inheritable = random.nextBoolean();
        calls.call(
                "openProcess",
                codes(5, 6, 87),
                () -> kernel.openProcess(processId, rights.withInheritable(inheritable)));
    }

    private long processId() {
        return processIds.isEmpty() ? ProcessHandle.current().pid() : processIds.get(random.nextInt(processIds.size()));
    }

    private void waitForProcess() {
        handle(ObjectType.PROCESS)
                .ifPresent(handle -> calls.run(
                        "waitForEnd", codes(5, 6), () -> kernel.process(handle).waitForEnd(Duration.ofMillis(1))));
    }

    /** Some of those it sees will be dead when they are needed, which is as well. */
    private void lookAround() {
        processIds = new ArrayList<>();
        HomeInspector.inspect(home)
                .ifPresent(snapshot -> snapshot.processes().forEach(process -> processIds.add(process.processId())));
    }

    private void setFlags() {
        Set<HandleFlag> mask = random.nextBoolean()
                ? EnumSet.of(HandleFlag.INHERIT)
                : EnumSet.of(HandleFlag.INHERIT, HandleFlag.PROTECT_FROM_CLOSE);
        Set<HandleFlag> flags = random.nextInt(3) == 0 ? mask : EnumSet.of(HandleFlag.INHERIT);
        anyHandle().ifPresent(handle -> calls.run("setFlags", codes(6), () -> kernel.setFlags(handle, mask, flags)));
    }

    private void closeOne() {
        anyHandle().ifPresent(handle -> calls.run("close", codes(6), () -> kernel.closeHandle(handle)));
    }

    private void closeExcess() {
        List<HandleInfo> open = handles();
        for (int i = MOST_HANDLES; i < open.size(); i++) {
            int handle = open.get(random.nextInt(open.size())).handle();
            calls.run(
                    "setFlags",
                    codes(6),
                    () -> kernel.setFlags(
                            handle, EnumSet.of(HandleFlag.PROTECT_FROM_CLOSE), EnumSet.noneOf(HandleFlag.class)));
            calls.run("close", codes(6), () -> kernel.closeHandle(handle));
        }
    }

    private List<HandleInfo> handles() {
        return calls.call("handles", Set.of(), kernel::handles).orElseThrow();
    }

    private Optional<Integer> anyHandle() {
        return pick(handles());
    }

    private Optional<Integer> handle(ObjectType type) {
        return pick(handles().stream().filter(info -> info.type() == type).toList());
    }

    private Optional<Integer> pick(List<HandleInfo> open) {
        return open.isEmpty()
                ? Optional.empty()
                : Optional.of(open.get(random.nextInt(open.size())).handle());
    }
}
