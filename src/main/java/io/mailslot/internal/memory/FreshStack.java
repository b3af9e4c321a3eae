package io.mailslot.internal.memory;

/**
 * Runs on a thread of its own what initialises classes. One whose initialiser fails is lost to the JVM: each later use, by
 * whatever thread, is a {@link NoClassDefFoundError}. So it must not be run by a thread of a caller, whose stack may end in it.
 *
 * <p>Neither this class nor what it uses or what asks for it may have an initialiser.
 */
public final class FreshStack {
    private static final long STACK_BYTES = 1 << 20;

    /** Null at first. Replaced as a whole. */
    private static volatile Class<?>[] initialised;

    private FreshStack() {}

    /**
     * Has a class initialised.
     *
     * @return true, before what is asked of that class then
     */
    static boolean initialised(Class<?> type) {
        if (!isKnown(type)) {
            initialise(type);
            note(type);
        }
        return true;
    }

    /** Has a class initialised, if it is not yet; for who asks once. */
    public static void initialise(Class<?> type) {
        run(new Initialisation(type));
    }

    private static boolean isKnown(Class<?> type) {
        Class<?>[] known = initialised;
        if (known != null) {
            for (Class<?> each : known) {
                if (each == type) {
                    return true;
                }
            }
        }
        return false;
    }

    private static synchronized void note(Class<?> type) {
        Class<?>[] known = initialised;
        int count = known == null ? 0 : known.length;
        Class<?>[] more = new Class<?>[count + 1];
        if (known != null) {
            System.arraycopy(known, 0, more, 0, count);
        }
        more[count] = type;
        initialised = more;
    }

    /** Runs the work and waits for it, interrupted or not; the flag stays as it is. What it throws is thrown. */
    public static void run(Runnable work) {
        if (Thread.currentThread() instanceof Own) {
            work.run(); // called by such work
            return;
        }
        Own thread = new Own(work);
        try {
            thread.start();
        } catch (OutOfMemoryError noThread) {
            work.run();
            return;
        }
        Interrupts.join(thread, Long.MAX_VALUE);
        if (thread.failure instanceof Error error) {
            throw error;
        }
        if (thread.failure instanceof RuntimeException failure) {
            throw failure;
        }
    }

    private static final class Initialisation implements Runnable {
        private final Class<?> type;

        Initialisation(Class<?> type) {
            this.type = type;
        }

        @Override
        public void run() {
            try {
                Class.forName(type.getName(), true, type.getClassLoader());
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(e); // it is there
            }
        }
    }

    /** Inherits nothing that the calling thread keeps. */
    private static final class Own extends Thread {
        private final Runnable work;

        /** Read when the thread has ended. */
        private Throwable failure;

        Own(Runnable work) {
            super(null, null, "mailslot-classes", STACK_BYTES, false);
            this.work = work;
            setDaemon(true);
        }

        @Override
        public void run() {
            try {
                work.run();
            } catch (RuntimeException | Error e) {
                failure = e;
            }
        }
    }
}
