package io.mailslot.api;

import java.util.Optional;

/**
 * A handle to a synchronisation object: an event, a semaphore or a mutex. Every method resolves the handle, may be called
 * from any thread, and throws {@link InvalidHandleException} (6) once the handle is closed.
 *
 * @since 0.1.0
 */
public interface SyncObject extends Waitable {
    /**
     * The name under which others can open the object.
     *
     * @return the name, without its {@code Local\} or {@code Global\}
     */
    Optional<String> name();

    /**
     * Whether the call that returned this handle found the object instead of making it. What that call had to say of
     * the object's initial state and limits did not count then.
     *
     * @return true if the object existed
     */
    boolean existed();
}
