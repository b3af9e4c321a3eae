package io.mailslot.it.fault;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.mailslot.JavaCommand;
import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.Event;
import io.mailslot.api.EventOptions;
import io.mailslot.api.FileDisposition;
import io.mailslot.api.FileObject;
import io.mailslot.api.FileOpenOptions;
import io.mailslot.api.Inheritance;
import io.mailslot.api.InvalidHandleException;
import io.mailslot.api.MailslotFullException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.MessageBatch;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.ProcessObject;
import io.mailslot.api.ProcessStartException;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.api.Timeouts;
import io.mailslot.api.WhenFull;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.it.harness.ChildJvm;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** Main class of a JVM that does one deed, in the course of which it passes the fault point that is armed in it. */
public final class Victim {
    /** The mailslot that the deeds create. */
    static final String OWN_MAILSLOT = "victim";

    /** A durable one, its cursor, and what was left in it. */
    static final String DURABLE = "kept";

    static final String CURSOR = "cursor";
    static final List<String> LEFT = List.of("small", "large".repeat(10_000), "last");

    /** The mailslot of whoever started the victim. */
    static final String SURVIVING_MAILSLOT = "survivor";

    /** What a victim may have written there. */
    static final String LAST_MESSAGE = "last message";

    /** System property with process id and receiver handle of whoever started the victim, a colon between. */
    static final String SURVIVOR = "mailslot.test.survivor";

    /** What the capacity of the surviving mailslot is. */
    static final long CAPACITY = MailslotOptions.MIN_CAPACITY;

    private static final int LARGE = 10_000;
    private static final long NAP_NANOS = 3_000_000;

    /** A broadcast mailslot of whoever started the victim. */
    static final String BROADCAST = "\\\\*\\mailslot\\all";

    /** An event that is set, and a semaphore, of whoever started the victim. */
    static final String GATE = "gate";

    static final String PERMITS = "permits";

    static final int EXIT_CODE = 77;

    /** What a victim can do; each begins with an attach. */
    enum Deed {
        ATTACH {
            @Override
            void run(Kernel kernel) {}
        },
        CREATE {
            @Override
            void run(Kernel kernel) {
                kernel.createMailslot(OWN_MAILSLOT);
            }
        },
        CREATE_DURABLE {
            @Override
            void run(Kernel kernel) {
                kernel.createMailslot(DURABLE, MailslotOptions.defaults().withCursor(CURSOR));
            }
        },
        DELETE_CURSOR {
            @Override
            void run(Kernel kernel) {
                String name = "\\\\*\\mailslot\\" + DURABLE;
                kernel.createMailslot(name, MailslotOptions.defaults().withCursor(CURSOR));
                kernel.createMailslot(name, MailslotOptions.defaults().withCursor("another"))
                        .close();
                kernel.deleteCursor(name, "another");
            }
        },
        DELETE_DURABLE {
            @Override
            void run(Kernel kernel) {
                kernel.createMailslot(DURABLE, MailslotOptions.defaults().withCursor(CURSOR))
                        .close();
                kernel.deleteMailslot(DURABLE);
            }
        },
        LEAVE_DURABLE {
            @Override
            void run(Kernel kernel) {
                kernel.createMailslot(DURABLE, MailslotOptions.defaults().withCursor(CURSOR));
                Sender sender = kernel.openMailslot(DURABLE);
                LEFT.forEach(message -> sender.write(message.getBytes(US_ASCII)));
                Runtime.getRuntime().halt(FaultPoint.HALT_STATUS);
            }
        },
        JOIN {
            @Override
            void run(Kernel kernel) {
                kernel.createMailslot(BROADCAST);
            }
        },
        OPEN {
            @Override
            void run(Kernel kernel) {
                kernel.openMailslot(SURVIVING_MAILSLOT);
            }
        },
        WRITE {
            @Override
            void run(Kernel kernel) {
                kernel.openMailslot(SURVIVING_MAILSLOT).write(LAST_MESSAGE.getBytes(US_ASCII));
            }
        },
        SIGNAL {
            @Override
            void run(Kernel kernel) {
                Event event = kernel.synchronization().createEvent(EventOptions.defaults());
                event.whenSignaled(Runnable::run); // somebody sleeps for it
                event.set();
            }
        },
        WRITE_LARGE {
            @Override
            void run(Kernel kernel) {
                kernel.openMailslot(SURVIVING_MAILSLOT)
                        .write(LAST_MESSAGE.repeat(LARGE).getBytes(US_ASCII));
            }
        },
        WRITE_RUN {
            @Override
            void run(Kernel kernel) {
                writeRun(kernel);
            }
        },
        READ_RUN {
            @Override
            void run(Kernel kernel) {
                writeRun(kernel);
                Receiver receiver = survivorsReceiver(kernel);
                while (receiver.poll().isPresent()) {
                    Thread.onSpinWait();
                }
            }
        },
        FILL {
            @Override
            void run(Kernel kernel) {
                fill(kernel);
            }
        },
        FILL_AFTER_A_LARGE_ONE {
            @Override
            void run(Kernel kernel) {
                Sender sender = kernel.openMailslot(SURVIVING_MAILSLOT);
                sender.write(LAST_MESSAGE.repeat(LARGE).getBytes(US_ASCII));
                survivorsReceiver(kernel).read();
                fillWithDocuments(kernel);
            }
        },
        WAIT_FOR_ROOM {
            @Override
            void run(Kernel kernel) {
                Sender sender = kernel.openMailslot(SURVIVING_MAILSLOT);
                fillUp(sender);
                Receiver receiver = survivorsReceiver(kernel);
                Thread reader = new Thread(() -> readSlowly(receiver));
                reader.setDaemon(true);
                reader.start();
                sender.write(LAST_MESSAGE.repeat(LARGE).getBytes(US_ASCII));
            }
        },
        FILL_ARENA {
            @Override
            void run(Kernel kernel) {
                Sender sender = kernel.openMailslot(SURVIVING_MAILSLOT);
                byte[] large = LAST_MESSAGE.repeat(LARGE).getBytes(US_ASCII);
                for (int i = 0; i < 2 * CAPACITY / large.length; i++) {
                    sender.tryWrite(large, 0, large.length);
                }
            }
        },
        READ {
            @Override
            void run(Kernel kernel) {
                kernel.openMailslot(SURVIVING_MAILSLOT)
                        .write(LAST_MESSAGE.repeat(LARGE).getBytes(US_ASCII));
                survivorsReceiver(kernel).read();
            }
        },
        ADVANCE {
            @Override
            void run(Kernel kernel) {
                kernel.openMailslot(SURVIVING_MAILSLOT)
                        .write(LAST_MESSAGE.repeat(LARGE).getBytes(US_ASCII));
                Receiver receiver = survivorsReceiver(kernel);
                receiver.advance(receiver.look(0, 1, (number, message) -> true));
            }
        },
        READ_ALL {
            @Override
            void run(Kernel kernel) {
                fill(kernel);
                Receiver receiver = survivorsReceiver(kernel);
                while (receiver.poll().isPresent()) {
                    Thread.onSpinWait();
                }
            }
        },
        DROP {
            @Override
            void run(Kernel kernel) {
                Receiver receiver = kernel.createMailslot("\\\\*\\mailslot\\" + OWN_MAILSLOT, DROPPING);
                Sender sender = kernel.openMailslot(OWN_MAILSLOT);
                byte[] message = new byte[LARGE];
                for (int i = 0; i < 2 * CAPACITY / LARGE; i++) {
                    sender.write(message);
                }
                receiver.read();
            }
        },
        LEAVE {
            @Override
            void run(Kernel kernel) {
                kernel.openMailslot(SURVIVING_MAILSLOT);
                kernel.close();
            }
        },
        CLOSE {
            @Override
            void run(Kernel kernel) {
                kernel.createMailslot(OWN_MAILSLOT).close();
            }
        },
        CREATE_EVENT {
            @Override
            void run(Kernel kernel) {
                kernel.synchronization().createEvent(EventOptions.defaults().withName(OWN_MAILSLOT));
            }
        },
        USE_FILE {
            @Override
            void run(Kernel kernel) {
                FileObject file = kernel.files().open(file(kernel), OWN_FILE);
                file.write(ByteBuffer.wrap(new byte[10]));
                file.close();
            }
        },
        OWN_MUTEX {
            @Override
            void run(Kernel kernel) {
                kernel.synchronization().createMutex(MutexOptions.defaults().withInitiallyOwned(true));
                Runtime.getRuntime().halt(FaultPoint.HALT_STATUS);
            }
        },
        WAIT_FOR_ALL {
            @Override
            void run(Kernel kernel) {
                ObjectOpenOptions wait = ObjectOpenOptions.of(AccessRight.SYNCHRONIZE);
                int gate = kernel.synchronization().openEvent(GATE, wait).handle();
                int permits =
                        kernel.synchronization().openSemaphore(PERMITS, wait).handle();
                kernel.waitForAll(Timeouts.FOREVER, gate, permits);
            }
        },
        OPEN_PROCESS {
            @Override
            void run(Kernel kernel) {
                self(kernel);
            }
        },
        DUPLICATE {
            @Override
            void run(Kernel kernel) {
                int sender = kernel.openMailslot(SURVIVING_MAILSLOT).handle();
                kernel.duplicate(sender, DuplicateOptions.defaults());
            }
        },
        CLOSE_FROM_OUTSIDE {
            @Override
            void run(Kernel kernel) {
                int sender = kernel.openMailslot(SURVIVING_MAILSLOT).handle();
                kernel.closeHandleIn(self(kernel).handle(), sender);
            }
        },
        SPAWN {
            @Override
            void run(Kernel kernel) {
                inheritable(kernel);
                kernel.createProcess(new ProcessBuilder("cat"), Inheritance.all());
            }
        },
        SPAWN_SCRIPT {
            private static final int MOST_TRIES = 10;

            @Override
            void run(Kernel kernel) {
                // of no name: what it has left may live for a while longer
                kernel.synchronization().createEvent(EventOptions.defaults().withInheritable(true));
                ProcessBuilder script = new ProcessBuilder("sh", "-c", "sleep 2 & exit 0")
                        .redirectOutput(Redirect.DISCARD)
                        .redirectError(Redirect.DISCARD);
                for (int tries = 0; tries < MOST_TRIES; tries++) { // others may tell the end sooner
                    kernel.createProcess(script, Inheritance.all()).waitFor();
                }
            }
        },
        SPAWN_IN_VAIN {
            @Override
            void run(Kernel kernel) {
                inheritable(kernel);
                try {
                    kernel.createProcess(new ProcessBuilder("/nonexistent/program"), Inheritance.all());
                } catch (ProcessStartException expected) {
                    return;
                }
                throw new IllegalStateException("there is no such program");
            }
        },
        EXIT {
            @Override
            void run(Kernel kernel) {
                kernel.exitProcess(EXIT_CODE);
            }
        },
        TERMINATE {
            @Override
            void run(Kernel kernel) throws IOException {
                JavaCommand target = ChildJvm.quick(JavaCommand.of(Victim.class))
                        .withArguments(TARGET)
                        .withInput(Redirect.PIPE);
                kernel.createProcess(target).terminate(EXIT_CODE);
            }
        };

        abstract void run(Kernel kernel) throws IOException;
    }

    private static final MailslotOptions DROPPING =
            MailslotOptions.defaults().withCapacity(CAPACITY).withWhenFull(WhenFull.DROP_OLDEST);

    /** How the victim opens its file: for itself alone, and to go with it. */
    static final FileOpenOptions OWN_FILE = FileOpenOptions.defaults()
            .withAccess(EnumSet.of(AccessRight.WRITE))
            .withShare(Set.of())
            .withDisposition(FileDisposition.OPEN_ALWAYS)
            .withDeleteOnClose(true);

    private static final String TARGET = "target";

    private Victim() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments[0].equals(TARGET)) {
            System.in.read(); // until it is killed, or whoever started it is
            return;
        }
        try (Kernel kernel = Kernel.attach()) {
            Deed.valueOf(arguments[0]).run(kernel);
        }
        if (System.getProperty(FaultPoint.PROPERTY).contains(":pause:")) {
            return;
        }
        throw new IllegalStateException("the armed fault point was not passed");
    }

    /** Writes more than a segment of the surviving mailslot takes. */
    private static void fill(Kernel kernel) {
        Sender sender = kernel.openMailslot(SURVIVING_MAILSLOT);
        for (int i = 0; i < 2_500; i++) {
            sender.write(document());
        }
    }

    /** Writes so many small messages that some share a document, and one that does not. */
    private static void writeRun(Kernel kernel) {
        Sender sender = kernel.openMailslot(SURVIVING_MAILSLOT);
        for (int i = 0; i < 5; i++) {
            sender.write(LAST_MESSAGE.getBytes(US_ASCII));
        }
        sender.write(LAST_MESSAGE.repeat(LARGE).getBytes(US_ASCII));
    }

    private static void fillWithDocuments(Kernel kernel) {
        Sender sender =
                kernel.openMailslot(SURVIVING_MAILSLOT, OpenOptions.defaults().withWriteTimeout(Duration.ZERO));
        try {
            while (true) {
                sender.write(document());
            }
        } catch (MailslotFullException full) {
            return;
        }
    }

    /** A batch is a document, where single messages would share one. */
    private static MessageBatch document() {
        return new MessageBatch().add(LAST_MESSAGE.repeat(5).getBytes(US_ASCII));
    }

    private static void fillUp(Sender sender) {
        byte[] message = LAST_MESSAGE.repeat(5).getBytes(US_ASCII);
        boolean written = true;
        while (written) {
            written = sender.tryWrite(message, 0, message.length);
        }
    }

    private static void readSlowly(Receiver receiver) {
        try {
            while (true) {
                receiver.poll();
                LockSupport.parkNanos(NAP_NANOS);
            }
        } catch (InvalidHandleException closed) {
            return; // at the end of the deed
        }
    }

    /** A handle to the receiver of whoever started the victim, which so shares its messages. */
    private static Receiver survivorsReceiver(Kernel kernel) {
        String[] survivor = System.getProperty(SURVIVOR).split(":");
        ProcessObject process =
                kernel.openProcess(Long.parseLong(survivor[0]), ObjectOpenOptions.of(AccessRight.DUPLICATE_HANDLE));
        int receiver = kernel.duplicate(
                process.handle(), Integer.parseInt(survivor[1]), Kernel.CURRENT_PROCESS, DuplicateOptions.defaults());
        return kernel.receiver(receiver);
    }

    /** In the home, where it is noticed if it stays. */
    static Path file(Kernel kernel) {
        return kernel.home().resolve("victim.tmp");
    }

    private static void inheritable(Kernel kernel) {
        kernel.openMailslot(SURVIVING_MAILSLOT, OpenOptions.defaults().withInheritable(true));
        kernel.createMailslot(OWN_MAILSLOT, MailslotOptions.defaults().withInheritable(true));
    }

    private static ProcessObject self(Kernel kernel) {
        return kernel.openProcess(kernel.processId(), ObjectOpenOptions.of(AccessRight.DUPLICATE_HANDLE));
    }
}
