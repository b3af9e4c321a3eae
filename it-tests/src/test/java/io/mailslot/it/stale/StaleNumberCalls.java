package io.mailslot.it.stale;

import static io.mailslot.it.stale.StaleOperation.of;
import static io.mailslot.it.stale.StaleType.EVENT;
import static io.mailslot.it.stale.StaleType.FILE;
import static io.mailslot.it.stale.StaleType.MUTEX;
import static io.mailslot.it.stale.StaleType.PROCESS;
import static io.mailslot.it.stale.StaleType.RECEIVER;
import static io.mailslot.it.stale.StaleType.SEMAPHORE;
import static io.mailslot.it.stale.StaleType.SENDER;

import io.mailslot.JavaCommand;
import io.mailslot.Kernel;
import io.mailslot.api.ChildOptions;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.HandleFlag;
import io.mailslot.api.Inheritance;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What is done with the number of a handle: it may name another object when the call looks at it again. */
final class StaleNumberCalls {
    private static final Set<HandleFlag> INHERIT = EnumSet.of(HandleFlag.INHERIT);
    private static final DuplicateOptions COPY = DuplicateOptions.defaults();

    /** The process has ended. */
    private static final int DENIED = 5;

    /** The handle is not inheritable. */
    private static final int INVALID = 87;

    private StaleNumberCalls() {}

    static List<StaleOperation> all() {
        return Stream.of(views(), waits(), changes()).flatMap(List::stream).toList();
    }

    private static List<StaleOperation> views() {
        return List.of(
                of(
                        "Kernel.receiver(int)",
                        RECEIVER,
                        (kernel, handle) -> kernel.receiver(handle.handle()).poll()),
                of(
                        "Kernel.sender(int)",
                        SENDER,
                        (kernel, handle) -> kernel.sender(handle.handle()).write(StaleType.MESSAGE)),
                of(
                        "Kernel.process(int)",
                        PROCESS,
                        (kernel, handle) -> kernel.process(handle.handle()).exitCode()),
                of(
                        "Synchronization.event(int)",
                        EVENT,
                        (kernel, handle) ->
                                kernel.synchronization().event(handle.handle()).set()),
                of(
                        "Synchronization.semaphore(int)",
                        SEMAPHORE,
                        (kernel, handle) -> kernel.synchronization()
                                .semaphore(handle.handle())
                                .release(1)),
                of(
                        "Synchronization.mutex(int)",
                        MUTEX,
                        (kernel, handle) ->
                                kernel.synchronization().mutex(handle.handle()).name()),
                of(
                        "FileObjects.file(int)",
                        FILE,
                        (kernel, handle) ->
                                kernel.files().file(handle.handle()).write(ByteBuffer.wrap(StaleType.MESSAGE))),
                of("Kernel.describe(int)", EVENT, (kernel, handle) -> kernel.describe(handle.handle()))
                        .without("it reads, and tells of whatever has the number"));
    }

    private static List<StaleOperation> waits() {
        StaleOperation.Work single = (kernel, handle) -> kernel.waitFor(Duration.ZERO, handle.handle());
        StaleOperation.Work any = (kernel, handle) -> kernel.waitForAny(Duration.ZERO, handle.handle());
        StaleOperation.Work all =
                (kernel, handle) -> kernel.waitForAll(Duration.ZERO, handle.handle(), StaleType.other);
        return Stream.of(EVENT, SEMAPHORE, MUTEX, RECEIVER, PROCESS)
                .flatMap(type -> Stream.of(
                        of("Kernel.waitFor(Duration, int) of " + type, type, single),
                        of("Kernel.waitForAny(Duration, int[]) of " + type, type, any),
                        of("Kernel.waitForAll(Duration, int[]) of " + type, type, all)))
                .toList();
    }

    private static List<StaleOperation> changes() {
        int self = Kernel.CURRENT_PROCESS;
        return List.of(
                of(
                        "Kernel.setFlags(int, Set, Set)",
                        EVENT,
                        (kernel, handle) -> kernel.setFlags(handle.handle(), INHERIT, INHERIT)),
                of("Kernel.closeHandle(int)", EVENT, (kernel, handle) -> kernel.closeHandle(handle.handle())),
                of(
                        "Kernel.closeHandleIn(int, int) of a handle",
                        EVENT,
                        (kernel, handle) -> kernel.closeHandleIn(self, handle.handle())),
                of(
                                "Kernel.closeHandleIn(int, int) of a process",
                                PROCESS,
                                (kernel, handle) -> kernel.closeHandleIn(handle.handle(), StaleType.other))
                        .orRefused(DENIED),
                of(
                        "Kernel.duplicate(int, DuplicateOptions)",
                        EVENT,
                        (kernel, handle) -> kernel.duplicate(handle.handle(), COPY.withCloseSource(true))),
                of(
                        "Kernel.duplicate(int, int, int, DuplicateOptions) of a handle",
                        EVENT,
                        (kernel, handle) -> kernel.duplicate(self, handle.handle(), self, COPY.withCloseSource(true))),
                of(
                                "Kernel.duplicate(int, int, int, DuplicateOptions) of a source",
                                PROCESS,
                                (kernel, handle) -> kernel.duplicate(handle.handle(), StaleType.other, self, COPY))
                        .orRefused(DENIED),
                of(
                                "Kernel.duplicate(int, int, int, DuplicateOptions) of a target",
                                PROCESS,
                                (kernel, handle) -> kernel.duplicate(self, StaleType.other, handle.handle(), COPY))
                        .orRefused(DENIED),
                of(
                                "Kernel.createProcess(ProcessBuilder, Inheritance)",
                                EVENT,
                                (kernel, handle) -> kernel.createProcess(
                                        new ProcessBuilder("true"), Inheritance.only(handle.handle())))
                        .orRefused(INVALID),
                of(
                                "Kernel.createProcess(JavaCommand, Inheritance)",
                                EVENT,
                                (kernel, handle) -> kernel.createProcess(
                                        JavaCommand.of(Object.class), // which ends at once, for it has no main
                                        Inheritance.only(handle.handle())))
                        .orRefused(INVALID),
                of(
                                "Kernel.createProcess(ProcessBuilder, ChildOptions)",
                                EVENT,
                                (kernel, handle) -> kernel.createProcess(
                                        new ProcessBuilder("true"),
                                        ChildOptions.defaults().withInheritance(Inheritance.only(handle.handle()))))
                        .orRefused(INVALID),
                of(
                                "Kernel.createProcess(JavaCommand, ChildOptions)",
                                EVENT,
                                (kernel, handle) -> kernel.createProcess(
                                        JavaCommand.of(Object.class), // which ends at once, for it has no main
                                        ChildOptions.defaults().withInheritance(Inheritance.only(handle.handle()))))
                        .orRefused(INVALID));
    }
}
