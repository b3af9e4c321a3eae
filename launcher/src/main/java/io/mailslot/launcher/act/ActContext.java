package io.mailslot.launcher.act;

import io.mailslot.Kernel;
import io.mailslot.launcher.look.LookContext;
import java.io.IOException;

/** What the commands of this package need of the command line. */
public interface ActContext extends LookContext {
    /** {@return this JVM as a process of the home, which is made if need be} */
    Kernel attach();

    /**
     * Has Ctrl-C and SIGTERM end the calling thread's work in order.
     *
     * @return to be closed after all else
     */
    Interruptible interruptible();

    /** {@return whether there is somebody who sees a question, and can answer} */
    boolean canAsk();

    /**
     * Asks the person.
     *
     * @param question without its end
     * @return the answer; empty if there is none
     * @throws IOException if it cannot be read
     */
    String ask(String question) throws IOException;

    /**
     * The failure for a name that no mailslot has.
     *
     * @param name as it was given
     * @param advice what to do, behind a semicolon, unless something has a name like that
     * @param cause what has told; may be null
     * @return to be thrown
     */
    RuntimeException noSuchMailslot(String name, String advice, RuntimeException cause);

    /** Tells whether the work should come to an end. */
    interface Interruptible extends AutoCloseable {
        /** {@return whether it should} */
        boolean requested();

        @Override
        void close();
    }
}
