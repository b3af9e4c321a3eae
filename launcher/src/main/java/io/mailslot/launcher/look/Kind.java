package io.mailslot.launcher.look;

import io.mailslot.api.ObjectType;

/** A type of object, as people type it. */
enum Kind {
    receiver,
    sender,
    process,
    event,
    semaphore,
    mutex,
    file;

    boolean is(ObjectType type) {
        return Words.lower(type).equals(name());
    }
}
