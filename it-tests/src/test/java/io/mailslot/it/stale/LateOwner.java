package io.mailslot.it.stale;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.Mutex;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.it.harness.Deadline;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A JVM whose main thread is about to change a word when another thread closes the kernel; at a further line of input it
 * changes the word. Arguments: what it does, where it stands still after that or {@code none}, and a folder.
 */
final class LateOwner {
    static final String NAME = "late";

    private final BufferedReader input =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    private final Kernel kernel = Kernel.attach();
    private final String next;
    private final Path pause;
    private final Path stand;

    private LateOwner(String next, Path folder) {
        this.next = next;
        this.pause = folder.resolve("pause");
        this.stand = folder.resolve("stand");
    }

    public static void main(String[] args) throws Exception {
        LateOwner owner = new LateOwner(args[1], Path.of(args[2]));
        System.out.println("attached");
        Runnable work = owner.work(args[0]);
        FaultPoint.arm(FaultPoint.WORD_LOOKED_AT + ":pause:" + owner.pause);
        Thread leaver = new Thread(owner::leave, "leaver");
        leaver.start();
        try {
            work.run();
        } catch (io.mailslot.api.InvalidHandleException left) {
            // it has
        }
        leaver.join();
        System.out.println("done");
        owner.input.readLine();
    }

    private Runnable work(String name) throws Exception {
        if (name.equals("write")) {
            var file = kernel.files().file(Integer.parseInt(input.readLine()));
            return () -> file.write(ByteBuffer.allocate(1));
        }
        Mutex mutex = kernel.synchronization()
                .openMutex(NAME, ObjectOpenOptions.of(AccessRight.SYNCHRONIZE, AccessRight.MODIFY_STATE));
        if (name.equals("take")) {
            return () -> kernel.waitFor(Duration.ZERO, mutex.handle());
        }
        kernel.waitFor(Duration.ZERO, mutex.handle());
        kernel.waitFor(Duration.ZERO, mutex.handle());
        return mutex::release;
    }

    private void leave() {
        try {
            Deadline.await("the main thread is about to change a word").until(() -> Files.exists(pause));
            kernel.close();
            System.out.println("left");
            input.readLine();
            FaultPoint.arm(next.equals("none") ? next : next + ":wait:" + stand);
            Files.delete(pause);
            if (!next.equals("none")) {
                Deadline.await("it stands still").until(() -> Files.exists(stand));
                System.out.println("stands");
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
