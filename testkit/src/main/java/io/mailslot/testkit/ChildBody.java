package io.mailslot.testkit;

import java.io.Serializable;

/**
 * Code of a test that runs in a child JVM: a lambda or method reference. What it captures goes along, and so must be serializable;
 * handles, and kernels, may be captured, and are the child's own there. It must not use fields or methods of the test's object.
 * The classes that it uses are loaded, and initialised, in the child.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ChildBody extends Serializable {
    /**
     * What the child does.
     *
     * @param child what it can ask of the kit
     * @throws Exception if it fails; the test is told
     */
    void run(ChildContext child) throws Exception;
}
