package io.mailslot.testkit;

import java.io.Serializable;

/**
 * As {@link ChildBody}, with a result that goes back to the test.
 *
 * @param <T> type of the result
 * @since 0.1.0
 */
@FunctionalInterface
public interface ChildCall<T extends Serializable> extends Serializable {
    /**
     * What the child does.
     *
     * @param child what it can ask of the kit
     * @return the result
     * @throws Exception if it fails; the test is told
     */
    T call(ChildContext child) throws Exception;
}
