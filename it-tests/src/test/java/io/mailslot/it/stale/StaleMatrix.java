package io.mailslot.it.stale;

import io.mailslot.Kernel;
import io.mailslot.api.KernelHandle;
import io.mailslot.api.MailslotException;
import io.mailslot.api.SemaphoreOptions;
import io.mailslot.internal.layout.ObjectId;
import io.mailslot.internal.memory.FaultPoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Main class that stops a thread at each place of an operation at which a handle was looked up, or a word is about to be
 * changed; closes the handle, has the entry used by an object of each type, and lets the thread go on. Prints a line an
 * operation.
 */
public final class StaleMatrix {
    static final String WRONG = "WRONG";
    static final String END = "end";

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final int MOST_ENTRIES = 1_000;

    private final Kernel kernel = Kernel.attach();
    private final Path sign;

    private StaleMatrix(Path sign) {
        this.sign = sign;
    }

    public static void main(String[] arguments) throws Exception {
        Path sign = Path.of(arguments[0]);
        StaleType.file = Files.writeString(sign.resolveSibling("stale-file"), "abcdef");
        new StaleMatrix(sign).run();
    }

    private void run() throws Exception {
        kernel.createMailslot(StaleType.MAILSLOT);
        StaleType.other = kernel.synchronization()
                .createSemaphore(SemaphoreOptions.of(1_000_000, 1_000_000))
                .handle();
        System.out.println("operation x type of the object that has the entry then: places, and what became of it");
        for (StaleOperation operation : StaleOperation.values()) {
            StringBuilder line = new StringBuilder(String.format(java.util.Locale.ROOT, "%-23s", operation));
            for (StaleType type : StaleType.values()) {
                line.append(' ').append(type).append(' ').append(cell(operation, type));
            }
            System.out.println(line);
        }
        System.out.println(END);
        kernel.close();
    }

    private String cell(StaleOperation operation, StaleType type) throws Exception {
        Set<String> outcomes = new TreeSet<>();
        int places = 0;
        for (FaultPoint point : List.of(FaultPoint.HANDLE_LOOKED_UP, FaultPoint.WORD_LOOKED_AT)) {
            for (int n = 1; ; n++) {
                String outcome = once(operation, type, point + "#" + n);
                if (outcome == null) {
                    break;
                }
                places++;
                outcomes.add(outcome);
            }
        }
        return places + ":" + String.join("/", outcomes);
    }

    /** Null if the operation does not come to the place. */
    private String once(StaleOperation operation, StaleType type, String place) throws Exception {
        KernelHandle victim = operation.on.make(kernel);
        int entry = index(victim);
        String[] outcome = new String[1];
        FaultPoint.arm(place + ":pause:" + sign);
        Thread late = start("late", () -> outcome[0] = outcome(operation, victim));
        while (late.isAlive() && !Files.exists(sign)) {
            LockSupport.parkNanos(100_000);
        }
        FaultPoint.arm("none");
        if (!Files.exists(sign)) {
            late.join();
            closeIfOpen(victim);
            return null;
        }
        // What the process has open of the object may go only when the late thread lets go of it.
        Thread closer = start("closer", () -> closeIfOpen(victim));
        while (kernel.handles().stream().anyMatch(open -> open.handle() == victim.handle())) {
            LockSupport.parkNanos(100_000);
        }
        KernelHandle sameNumber = StaleType.EVENT.make(kernel); // what goes by the number must not meet the next object
        KernelHandle next = takeEntry(entry, type);
        boolean again = index(next) != entry; // the queue has grown meanwhile
        Files.delete(sign);
        late.join(TimeUnit.NANOSECONDS.toMillis(PATIENCE_NANOS));
        closer.join(TimeUnit.NANOSECONDS.toMillis(PATIENCE_NANOS));
        String wrong = late.isAlive() || closer.isAlive() ? WRONG + " stuck " : "";
        wrong += type.isFresh(kernel, next) ? "" : WRONG + " changed ";
        next.close();
        sameNumber.close();
        return again ? once(operation, type, place) : wrong + outcome[0];
    }

    private static Thread start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private String outcome(StaleOperation operation, KernelHandle victim) {
        try {
            operation.work.on(kernel, victim);
            return "done";
        } catch (MailslotException e) {
            int code = e.errorCode().value();
            return code == 6 ? String.valueOf(code) : WRONG + " " + e;
        } catch (Exception e) {
            return WRONG + " " + e;
        }
    }

    private void closeIfOpen(KernelHandle handle) {
        try {
            kernel.closeHandle(handle.handle());
        } catch (MailslotException closed) {
            // by the operation
        }
    }

    private static int index(KernelHandle handle) {
        return ObjectId.index(handle.describe().objectId());
    }

    /** Entries are used in turn: those before are used until it is the turn of the wanted one. */
    private KernelHandle takeEntry(int entry, StaleType type) {
        List<Integer> turn = new ArrayList<>();
        while (turn.size() < MOST_ENTRIES && !turn.contains(entry)) {
            turn.add(touch());
        }
        int before = turn.get(Math.max(0, turn.size() - 1 - type.entries));
        for (int i = 0; i < MOST_ENTRIES && touch() != before; i++) {
            // goes on
        }
        return type.make(kernel);
    }

    private int touch() {
        try (KernelHandle passing = StaleType.EVENT.make(kernel)) {
            return index(passing);
        }
    }
}
