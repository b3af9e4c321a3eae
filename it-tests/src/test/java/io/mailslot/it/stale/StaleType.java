package io.mailslot.it.stale;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.ChildProcess;
import io.mailslot.api.EventOptions;
import io.mailslot.api.FileDisposition;
import io.mailslot.api.FileObject;
import io.mailslot.api.FileOpenOptions;
import io.mailslot.api.Inheritance;
import io.mailslot.api.KernelHandle;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Mutex;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.SemaphoreOptions;
import io.mailslot.api.Sender;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.concurrent.atomic.AtomicInteger;

/** Types of object: how one is made, and how it is seen that it is as it was made. */
enum StaleType {
    EVENT(1) {
        @Override
        KernelHandle make(Kernel kernel) {
            return kernel.synchronization().createEvent(EventOptions.defaults());
        }

        @Override
        boolean isFresh(Kernel kernel, KernelHandle event) {
            return !isSignaled(kernel, event);
        }
    },
    SEMAPHORE(1) {
        @Override
        KernelHandle make(Kernel kernel) {
            return kernel.synchronization().createSemaphore(SemaphoreOptions.of(2, 5));
        }

        @Override
        boolean isFresh(Kernel kernel, KernelHandle semaphore) {
            return isSignaled(kernel, semaphore) && isSignaled(kernel, semaphore) && !isSignaled(kernel, semaphore);
        }
    },
    MUTEX(1) {
        @Override
        KernelHandle make(Kernel kernel) {
            return kernel.synchronization().createMutex(MutexOptions.defaults());
        }

        /** It is taken once, and given back by one release. */
        @Override
        boolean isFresh(Kernel kernel, KernelHandle mutex) {
            boolean taken = isSignaled(kernel, mutex);
            ((Mutex) mutex).release();
            try {
                ((Mutex) mutex).release();
                return false;
            } catch (io.mailslot.api.NotOwnerException once) {
                return taken;
            }
        }
    },
    RECEIVER(2) {
        @Override
        KernelHandle make(Kernel kernel) {
            String name = "stale" + COUNT.incrementAndGet();
            Receiver receiver =
                    kernel.createMailslot(name, MailslotOptions.defaults().withReadTimeout(Duration.ofSeconds(1)));
            try (Sender sender = kernel.openMailslot(name)) {
                sender.write(MESSAGE);
                sender.write(LARGE);
            }
            return receiver;
        }

        @Override
        boolean isFresh(Kernel kernel, KernelHandle handle) {
            Receiver receiver = (Receiver) handle;
            return receiver.info().messageCount() == 2
                    && receiver.info().readTimeout().equals(Duration.ofSeconds(1))
                    && Arrays.equals(receiver.read(), MESSAGE)
                    && Arrays.equals(receiver.read(), LARGE);
        }
    },
    SENDER(1) {
        @Override
        KernelHandle make(Kernel kernel) {
            return kernel.openMailslot(MAILSLOT);
        }

        @Override
        boolean isFresh(Kernel kernel, KernelHandle sender) {
            ((Sender) sender).write(MESSAGE);
            return true;
        }
    },
    /** A sender that writes to whoever has a name. */
    NAME_BOUND(1) {
        @Override
        KernelHandle make(Kernel kernel) {
            return kernel.openMailslot("\\\\*\\mailslot\\" + MAILSLOT);
        }

        @Override
        boolean isFresh(Kernel kernel, KernelHandle sender) {
            return SENDER.isFresh(kernel, sender);
        }
    },
    /** A program that runs until its input ends, and that is no member of the home. */
    PROCESS(1) {
        @Override
        KernelHandle make(Kernel kernel) {
            return kernel.createProcess(
                    new ProcessBuilder("cat").redirectOutput(ProcessBuilder.Redirect.DISCARD), Inheritance.none());
        }

        /** One that has ended, so that its object goes with its handle. */
        @Override
        KernelHandle makeVictim(Kernel kernel) {
            ChildProcess ended = kernel.createProcess(new ProcessBuilder("true"), Inheritance.none());
            ended.waitForEnd(Duration.ofSeconds(20));
            return ended;
        }

        @Override
        boolean isFresh(Kernel kernel, KernelHandle process) {
            ChildProcess child = (ChildProcess) process;
            return child.exitCode().isEmpty()
                    && child.processId() == child.process().pid()
                    && child.process().isAlive();
        }

        @Override
        void discard(KernelHandle process) {
            ChildProcess child = (ChildProcess) process;
            child.process().destroyForcibly();
            child.waitForEnd(Duration.ofSeconds(20));
            child.close();
        }
    },
    FILE(1) {
        @Override
        KernelHandle make(Kernel kernel) {
            return kernel.files()
                    .open(
                            file,
                            FileOpenOptions.defaults()
                                    .withAccess(EnumSet.of(AccessRight.READ, AccessRight.WRITE))
                                    .withShare(EnumSet.allOf(io.mailslot.api.FileShare.class))
                                    .withDisposition(FileDisposition.OPEN_ALWAYS));
        }

        @Override
        boolean isFresh(Kernel kernel, KernelHandle file) {
            return ((FileObject) file).position() == 0;
        }
    };

    static final byte[] MESSAGE = "message".getBytes(US_ASCII);
    static final byte[] LARGE = "message".repeat(100).getBytes(US_ASCII);

    /** A mailslot that stays while the program runs. */
    static final String MAILSLOT = "steady";

    private static final AtomicInteger COUNT = new AtomicInteger();

    /** Which file is opened. */
    static Path file;

    /** Handle to a semaphore that is there as long as the program runs, and never empty. */
    static int other;

    /** How many entries it takes; the last one is that of the handle. */
    final int entries;

    StaleType(int entries) {
        this.entries = entries;
    }

    abstract KernelHandle make(Kernel kernel);

    /** One whose entry is used again when its handle is closed. */
    KernelHandle makeVictim(Kernel kernel) {
        return make(kernel);
    }

    void discard(KernelHandle handle) {
        handle.close();
    }

    /** Whether nobody has changed it; changes it. */
    abstract boolean isFresh(Kernel kernel, KernelHandle handle);

    private static boolean isSignaled(Kernel kernel, KernelHandle handle) {
        return kernel.waitFor(Duration.ZERO, handle.handle()).signaled();
    }
}
