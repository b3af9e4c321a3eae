package io.mailslot.it.stale;

import io.mailslot.Kernel;
import io.mailslot.api.EventOptions;
import io.mailslot.api.KernelHandle;
import io.mailslot.api.MailslotException;
import io.mailslot.api.SemaphoreOptions;
import io.mailslot.internal.layout.ObjectId;
import io.mailslot.internal.memory.FaultPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * What a child does that stops a thread at each place of an operation at which a handle was looked up, a word is about to be
 * changed, or the kernel lock is about to be taken; has the handle closed, in turn by another thread, by another process, and
 * by another process that takes it over; has the entry used by an object of some type, and lets the thread go on. Each
 * operation meets each type at one place, and its own type at each place; or each type at each place. There is one in a JVM.
 */
final class StaleMatrix {
    static final String WRONG = "WRONG";

    private static final List<FaultPoint> POINTS =
            List.of(FaultPoint.HANDLE_LOOKED_UP, FaultPoint.WORD_LOOKED_AT, FaultPoint.SECTION_WANTED);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    /** More free entries than rest in any case, so that entries are used in turn. */
    private static final int FREE = 70;

    private static final int MOST_TRIES = 50;

    private static StaleMatrix matrix;

    private final Kernel kernel;
    private final Path sign;
    private final boolean everything;
    private final FreeEntries free;
    private final StaleCloser other;
    private final List<IntConsumer> closers;
    private int runs;

    private StaleMatrix(Kernel kernel, Path folder, String socket, boolean everything) throws IOException {
        this.kernel = kernel;
        this.sign = folder.resolve("paused");
        this.everything = everything;
        this.free = new FreeEntries(kernel.home());
        this.other = new StaleCloser(kernel, socket);
        this.closers = List.of(this::closeIfOpen, other::closeIn, other::take);
    }

    /** Makes what the operations work with, in a folder; the other process can be asked by that socket. */
    static void prepare(Kernel kernel, String folder, String socket, boolean everything) throws IOException {
        StaleType.file = Files.writeString(Path.of(folder, "stale-file"), "abcdef");
        matrix = new StaleMatrix(kernel, Path.of(folder), socket, everything);
        matrix.prepare();
    }

    private void prepare() {
        kernel.createMailslot(StaleType.MAILSLOT);
        StaleType.other = kernel.synchronization()
                .createSemaphore(SemaphoreOptions.of(1_000_000, 1_000_000))
                .handle();
        List<KernelHandle> passing = new ArrayList<>();
        for (int i = 0; i < FREE; i++) {
            passing.add(kernel.synchronization().createEvent(EventOptions.defaults()));
        }
        passing.forEach(KernelHandle::close);
    }

    /** What became of an operation, when the entry was used by an object of each type. */
    static String row(int number) throws Exception {
        return matrix.row(StaleOperation.all().get(number));
    }

    /** When all is done. */
    static void end() throws IOException {
        matrix.other.close();
        matrix.free.close();
        matrix.kernel.close();
    }

    private String row(StaleOperation operation) throws Exception {
        List<String> places = places(operation);
        Map<StaleType, Set<String>> outcomes = new TreeMap<>();
        for (StaleType type : StaleType.values()) {
            for (int i = 0; i < places.size(); i++) {
                if (everything || type == operation.on() || i == type.ordinal() % places.size()) {
                    outcomes.computeIfAbsent(type, any -> new TreeSet<>()).add(once(operation, type, places.get(i)));
                }
            }
        }
        String wrong = places.isEmpty() == operation.placeless().isPresent() ? "" : WRONG + " number of places: ";
        return String.format(Locale.ROOT, "%-60s %s%2d ", operation.name(), wrong, places.size())
                + operation.placeless().orElse(outcomes.toString());
    }

    /** Where it stops if nobody meddles, and holds no lock. */
    private List<String> places(StaleOperation operation) throws Exception {
        List<String> places = new ArrayList<>();
        for (FaultPoint point : POINTS) {
            KernelHandle victim = operation.on().makeVictim(kernel);
            Thread late = new Thread(() -> outcome(operation, victim), "late");
            FaultPoint.arm(point + "#" + Integer.MAX_VALUE, late);
            late.start();
            late.join(TimeUnit.NANOSECONDS.toMillis(PATIENCE_NANOS));
            int times = FaultPoint.timesReached();
            FaultPoint.arm("none");
            closeIfOpen(victim.handle());
            for (int n = 1; n <= times; n++) {
                places.add(point + "#" + n);
            }
        }
        places.removeIf(place -> isUnderLock(operation, place));
        return places;
    }

    private boolean isUnderLock(StaleOperation operation, String place) {
        try {
            KernelHandle victim = operation.on().makeVictim(kernel);
            Thread late = stopped(operation, victim, place, new String[1]);
            boolean locked = late.isAlive()
                    && List.of(late.getStackTrace()).stream()
                            .anyMatch(frame -> frame.getMethodName().equals("runLocked"));
            Files.deleteIfExists(sign);
            late.join();
            closeIfOpen(victim.handle());
            return locked;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The thread, which stands at the place, or has ended without coming there. */
    private Thread stopped(StaleOperation operation, KernelHandle victim, String place, String[] outcome) {
        Thread late = new Thread(() -> outcome[0] = outcome(operation, victim), "late");
        late.setDaemon(true);
        FaultPoint.arm(place + ":pause:" + sign, late);
        late.start();
        while (late.isAlive() && !Files.exists(sign)) {
            LockSupport.parkNanos(50_000);
        }
        FaultPoint.arm("none");
        return late;
    }

    private String once(StaleOperation operation, StaleType type, String place) throws Exception {
        for (int i = 0; i < MOST_TRIES; i++) {
            String outcome = tryOnce(operation, type, place);
            if (outcome != null) {
                return outcome;
            }
        }
        return WRONG + " place never reached, or entry never met: " + place;
    }

    /** Null if an object of another kind got the entry, because the machine does something by itself. */
    private String tryOnce(StaleOperation operation, StaleType type, String place) throws Exception {
        KernelHandle victim = operation.on().makeVictim(kernel);
        int number = victim.handle();
        int entry = index(victim);
        String[] outcome = new String[1];
        Thread late = stopped(operation, victim, place, outcome);
        if (!Files.exists(sign)) {
            closeIfOpen(number);
            return null;
        }
        // What the process has open of the object may go only when the late thread lets go of it.
        IntConsumer way = closers.get(runs++ % closers.size());
        Thread closer = new Thread(() -> way.accept(number), "closer");
        closer.setDaemon(true);
        closer.start();
        while (kernel.handles().stream().anyMatch(open -> open.handle() == number)
                || closer.isAlive() && way != closers.get(0)) {
            LockSupport.parkNanos(50_000);
        }
        // What goes by the number must not meet the next object.
        KernelHandle sameNumber = StaleType.EVENT.make(kernel);
        KernelHandle next = takeEntry(entry, type);
        boolean met = next != null && index(next) == entry;
        Files.delete(sign);
        late.join(TimeUnit.NANOSECONDS.toMillis(PATIENCE_NANOS));
        closer.join(TimeUnit.NANOSECONDS.toMillis(PATIENCE_NANOS));
        String wrong = late.isAlive() || closer.isAlive() ? WRONG + " stuck " : "";
        if (next != null) {
            wrong += type.isFresh(kernel, next) ? "" : WRONG + " changed ";
            type.discard(next);
        }
        if (!operation.isByNumber() && !isUntouched(sameNumber)) {
            wrong += WRONG + " changed what has the number ";
        }
        closeIfOpen(sameNumber.handle());
        return met ? wrong + outcome[0] : null;
    }

    private boolean isUntouched(KernelHandle event) {
        return event.describe().flags().isEmpty() && StaleType.EVENT.isFresh(kernel, event);
    }

    private String outcome(StaleOperation operation, KernelHandle victim) {
        try {
            operation.work().on(kernel, victim);
            return "done";
        } catch (Exception e) {
            Throwable failure = e instanceof CompletionException ? e.getCause() : e;
            int code = code(failure);
            return code == 6 || operation.refusals().contains(code) ? String.valueOf(code) : WRONG + " " + failure;
        }
    }

    private static int code(Throwable failure) {
        if (failure instanceof StaleOperation.Refused refused) {
            return refused.code;
        }
        return failure instanceof MailslotException e ? e.errorCode().value() : -1;
    }

    private void closeIfOpen(int handle) {
        try {
            kernel.closeHandle(handle);
        } catch (MailslotException closed) {
            // by the operation
        }
    }

    private static int index(KernelHandle handle) {
        return ObjectId.index(handle.describe().objectId());
    }

    /** Entries are used in turn: those before are used until it is the turn of the wanted one. */
    private KernelHandle takeEntry(int entry, StaleType type) throws IOException {
        for (int i = 0; i < 4 * FREE; i++) {
            if (free.before(entry) == type.entries - 1) {
                return type.make(kernel);
            }
            StaleType.EVENT.make(kernel).close();
        }
        return null;
    }
}
