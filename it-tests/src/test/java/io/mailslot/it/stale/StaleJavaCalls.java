package io.mailslot.it.stale;

import static io.mailslot.it.stale.StaleOperation.of;
import static io.mailslot.it.stale.StaleType.EVENT;
import static io.mailslot.it.stale.StaleType.FILE;
import static io.mailslot.it.stale.StaleType.MESSAGE;
import static io.mailslot.it.stale.StaleType.MUTEX;
import static io.mailslot.it.stale.StaleType.PROCESS;
import static io.mailslot.it.stale.StaleType.RECEIVER;
import static io.mailslot.it.stale.StaleType.SEMAPHORE;

import io.mailslot.api.ChildProcess;
import io.mailslot.api.Codec;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.Event;
import io.mailslot.api.FileObject;
import io.mailslot.api.HandleFlag;
import io.mailslot.api.KernelHandle;
import io.mailslot.api.MessageBatch;
import io.mailslot.api.Mutex;
import io.mailslot.api.ProcessObject;
import io.mailslot.api.Receiver;
import io.mailslot.api.Semaphore;
import io.mailslot.api.Sender;
import io.mailslot.api.SyncObject;
import io.mailslot.api.Waitable;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The methods of handles. */
final class StaleJavaCalls {
    private static final String FIXED = "it reads what the view has had from the beginning";
    private static final String LAZY = "it does nothing until somebody subscribes";

    /** The message is no UTF-8. */
    private static final int NO_TEXT = 13;

    private static final Duration SOON = Duration.ofMillis(1);

    private StaleJavaCalls() {}

    /** Something that is done with a handle of one type. */
    @FunctionalInterface
    private interface Use<T extends KernelHandle> {
        void of(T handle) throws Exception;
    }

    static List<StaleOperation> all() {
        List<StaleOperation> all = new ArrayList<>();
        all.addAll(handles());
        all.addAll(syncObjects());
        all.addAll(receivers());
        all.addAll(senders(StaleType.SENDER, ""));
        all.addAll(senders(StaleType.NAME_BOUND, " of a name"));
        all.addAll(files());
        all.addAll(processes());
        return all;
    }

    private static <T extends KernelHandle> StaleOperation row(
            String method, StaleType on, Class<T> type, Use<? super T> use) {
        return of(method, on, (kernel, handle) -> use.of(type.cast(handle)));
    }

    private static List<StaleOperation> handles() {
        Set<HandleFlag> inherit = EnumSet.of(HandleFlag.INHERIT);
        return List.of(
                row("KernelHandle.handle()", EVENT, KernelHandle.class, KernelHandle::handle)
                        .without(FIXED),
                row("KernelHandle.describe()", EVENT, KernelHandle.class, KernelHandle::describe),
                row("KernelHandle.setFlags(Set, Set)", EVENT, KernelHandle.class, h -> h.setFlags(inherit, inherit)),
                row("KernelHandle.close()", EVENT, KernelHandle.class, KernelHandle::close));
    }

    private static List<StaleOperation> syncObjects() {
        return List.of(
                row("SyncObject.name()", EVENT, SyncObject.class, SyncObject::name),
                row("SyncObject.existed()", EVENT, SyncObject.class, SyncObject::existed)
                        .without(FIXED),
                row("Waitable.await(Duration)", EVENT, Waitable.class, object -> object.await(SOON)),
                row(
                        "Waitable.whenSignaled()",
                        EVENT,
                        Waitable.class,
                        object -> object.whenSignaled().cancel(true)),
                row(
                        "Waitable.whenSignaled(Executor)",
                        EVENT,
                        Waitable.class,
                        object -> object.whenSignaled(Runnable::run).cancel(true)),
                row("Event.set()", EVENT, Event.class, Event::set),
                row("Event.reset()", EVENT, Event.class, Event::reset),
                row("Semaphore.release(int)", SEMAPHORE, Semaphore.class, semaphore -> semaphore.release(1)),
                of("Mutex.release()", MUTEX, (kernel, mutex) -> {
                    kernel.waitFor(Duration.ZERO, mutex.handle());
                    kernel.waitFor(Duration.ZERO, mutex.handle());
                    ((Mutex) mutex).release();
                    ((Mutex) mutex).release();
                }));
    }

    private static List<StaleOperation> receivers() {
        return List.of(
                row("Receiver.read()", RECEIVER, Receiver.class, Receiver::read),
                row("Receiver.read(Duration)", RECEIVER, Receiver.class, receiver -> receiver.read(SOON)),
                row("Receiver.read(ByteBuffer)", RECEIVER, Receiver.class, receiver -> receiver.read(room())),
                row("Receiver.poll()", RECEIVER, Receiver.class, Receiver::poll),
                row("Receiver.poll(ByteBuffer)", RECEIVER, Receiver.class, receiver -> receiver.poll(room())),
                row("Receiver.drain(int, Consumer)", RECEIVER, Receiver.class, r -> r.drain(9, message -> {})),
                row("Receiver.look(long, int, Viewer)", RECEIVER, Receiver.class, r -> r.look(0, 9, (n, m) -> true)),
                row("Receiver.advance(long)", RECEIVER, Receiver.class, receiver -> receiver.advance(1)),
                row("Receiver.setSignaledFrom(long)", RECEIVER, Receiver.class, r -> r.setSignaledFrom(0)),
                row("Receiver.peek()", RECEIVER, Receiver.class, Receiver::peek),
                row(
                        "Receiver.readAsync(Executor)",
                        RECEIVER,
                        Receiver.class,
                        receiver -> receiver.readAsync(Runnable::run).join()),
                row("Receiver.readText()", RECEIVER, Receiver.class, Receiver::readText)
                        .orRefused(NO_TEXT),
                row(
                                "Receiver.as(Codec)",
                                RECEIVER,
                                Receiver.class,
                                r -> r.as(Codec.utf8()).poll())
                        .orRefused(NO_TEXT),
                row("Receiver.messages()", RECEIVER, Receiver.class, StaleJavaCalls::takeFirst),
                row("Receiver.publisher()", RECEIVER, Receiver.class, Receiver::publisher)
                        .without(LAZY),
                row("Receiver.publisher(Executor)", RECEIVER, Receiver.class, r -> r.publisher(Runnable::run))
                        .without(LAZY),
                row("Receiver.info()", RECEIVER, Receiver.class, Receiver::info),
                row(
                        "Receiver.setReadTimeout(Duration)",
                        RECEIVER,
                        Receiver.class,
                        receiver -> receiver.setReadTimeout(Duration.ofSeconds(7))));
    }

    private static void takeFirst(Receiver receiver) {
        try (Stream<byte[]> messages = receiver.messages()) {
            messages.findFirst();
        }
    }

    private static ByteBuffer room() {
        return ByteBuffer.allocate(StaleType.LARGE.length);
    }

    private static List<StaleOperation> senders(StaleType on, String variant) {
        int length = MESSAGE.length;
        return List.of(
                row("Sender.write(byte[])" + variant, on, Sender.class, sender -> sender.write(MESSAGE)),
                row("Sender.write(String)" + variant, on, Sender.class, sender -> sender.write("text")),
                row(
                        "Sender.as(Codec)" + variant,
                        on,
                        Sender.class,
                        sender -> sender.as(Codec.utf8()).write("text")),
                row("Sender.write(byte[], int, int)" + variant, on, Sender.class, s -> s.write(MESSAGE, 0, length)),
                row(
                        "Sender.tryWrite(byte[], int, int)" + variant,
                        on,
                        Sender.class,
                        sender -> sender.tryWrite(MESSAGE, 0, length)),
                row(
                        "Sender.write(ByteBuffer)" + variant,
                        on,
                        Sender.class,
                        sender -> sender.write(ByteBuffer.wrap(MESSAGE))),
                row(
                        "Sender.tryWrite(ByteBuffer)" + variant,
                        on,
                        Sender.class,
                        sender -> sender.tryWrite(ByteBuffer.wrap(MESSAGE))),
                row(
                        "Sender.write(MessageBatch)" + variant,
                        on,
                        Sender.class,
                        sender -> sender.write(new MessageBatch().add(MESSAGE))),
                row("Sender.write(int, Consumer)" + variant, on, Sender.class, s -> s.write(length, room -> {})),
                row(
                        "Sender.writeAsync(byte[], Executor)" + variant,
                        on,
                        Sender.class,
                        sender -> sender.writeAsync(MESSAGE, Runnable::run).join()),
                row("Sender.awaitTaken(Duration)" + variant, on, Sender.class, s -> s.awaitTaken(Duration.ZERO))
                        .orRefused(ErrorCode.SEM_TIMEOUT.value()),
                row("Sender.info()" + variant, on, Sender.class, Sender::info));
    }

    private static List<StaleOperation> files() {
        return List.of(
                row("FileObject.path()", FILE, FileObject.class, FileObject::path),
                row("FileObject.existed()", FILE, FileObject.class, FileObject::existed)
                        .without(FIXED),
                row("FileObject.read(ByteBuffer)", FILE, FileObject.class, file -> file.read(ByteBuffer.allocate(2))),
                row(
                        "FileObject.read(ByteBuffer, long)",
                        FILE,
                        FileObject.class,
                        f -> f.read(ByteBuffer.allocate(1), 1)),
                row(
                        "FileObject.write(ByteBuffer)",
                        FILE,
                        FileObject.class,
                        file -> file.write(ByteBuffer.wrap(MESSAGE))),
                row(
                        "FileObject.write(ByteBuffer, long)",
                        FILE,
                        FileObject.class,
                        file -> file.write(ByteBuffer.wrap(MESSAGE), 1)),
                row("FileObject.position()", FILE, FileObject.class, FileObject::position),
                row("FileObject.seek(long)", FILE, FileObject.class, file -> file.seek(2)),
                row("FileObject.size()", FILE, FileObject.class, FileObject::size));
    }

    private static List<StaleOperation> processes() {
        return List.of(
                row("ProcessObject.processId()", PROCESS, ProcessObject.class, ProcessObject::processId),
                row("ProcessObject.exitCode()", PROCESS, ProcessObject.class, ProcessObject::exitCode),
                row("ProcessObject.waitForEnd(Duration)", PROCESS, ProcessObject.class, p -> p.waitForEnd(SOON)),
                row(
                        "ProcessObject.onEnd()",
                        PROCESS,
                        ProcessObject.class,
                        p -> p.onEnd().cancel(true)),
                row(
                        "ProcessObject.onEnd(Executor)",
                        PROCESS,
                        ProcessObject.class,
                        p -> p.onEnd(Runnable::run).cancel(true)),
                row("ProcessObject.terminate(int)", PROCESS, ProcessObject.class, process -> process.terminate(1)),
                row("ChildProcess.process()", PROCESS, ChildProcess.class, ChildProcess::process)
                        .without(FIXED),
                row("ChildProcess.waitFor()", PROCESS, ChildProcess.class, ChildProcess::waitFor),
                row("ChildProcess.close()", PROCESS, ChildProcess.class, ChildProcess::close));
    }
}
