package io.mailslot.testkit;

import io.mailslot.Kernel;
import java.nio.file.Path;

/**
 * What code in a child JVM can ask of the kit.
 *
 * @since 0.1.0
 */
public interface ChildContext {
    /**
     * The child's attachment to the test's home, made at the first use. It need not be closed.
     *
     * @return the same one each time
     */
    Kernel kernel();

    /** {@return the child's name} */
    String name();

    /** {@return the test's folder, where the output of all children is, too} */
    Path folder();

    /**
     * Tells the test that the child has come here, and goes on at once; see {@link Child#awaitPoint}.
     *
     * @param point any name
     */
    void reached(String point);

    /**
     * Tells the test that the child has come here, and waits until the test lets it go on ({@link Child#release}), or kills it.
     *
     * @param point any name
     * @throws InterruptedException if the thread is interrupted
     */
    void hold(String point) throws InterruptedException;

    /** Tells the test that the child is ready; see {@link Child#awaitReady}. */
    void ready();
}
