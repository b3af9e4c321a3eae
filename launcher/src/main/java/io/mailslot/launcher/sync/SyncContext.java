package io.mailslot.launcher.sync;

import io.mailslot.Kernel;
import io.mailslot.launcher.look.LookContext;
import java.io.IOException;
import java.util.List;

/** What the commands of this package need of the command line. */
public interface SyncContext extends LookContext {
    /** {@return whether people see standard error as it is printed} */
    boolean isTalkSeen();

    /** {@return this JVM as a process of the home, which is made if it is missing} */
    Kernel attach();

    /**
     * Does something that Ctrl-C, SIGTERM and SIGHUP interrupt, so that it ends in order.
     *
     * @param work what to do
     * @return its exit code
     * @throws IOException if that fails so
     */
    int interruptibly(Work work) throws IOException;

    /**
     * Runs a program as {@code run} does, with all handles that this process has inherited itself.
     *
     * @param command its name and its arguments
     * @param before done first; a signal that comes until then ends this process
     * @return what to end with
     */
    int run(List<String> command, Preparation before);

    /**
     * A failure that ends a command which has got a mutex as its owner's end left it.
     *
     * @param message what has failed
     * @return to be thrown
     */
    RuntimeException abandoned(String message);

    /** What a command does. */
    @FunctionalInterface
    interface Work {
        /**
         * Does it.
         *
         * @return the exit code
         * @throws IOException if what it prints cannot be written
         */
        int call() throws IOException;
    }
}
