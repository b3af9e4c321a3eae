package io.mailslot.internal.slot;

import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.object.ProcessRef;

/**
 * Keeps writers from using a place of the arena again while this process reads there, though the message is taken and
 * others go on behind it. A receiver has one pin; whoever finds it taken by another process has to copy instead. Senders
 * do not heed a pin whose owner is dead. Belongs to one thread at a time.
 */
final class Pin {
    private final Region receiver;
    private final long self;
    private long held;

    Pin(Region receiver, ProcessRef self) {
        this.receiver = receiver;
        this.self = Receivers.pinOwner(self);
    }

    /** Pins a place, which must prove to be needed still after that; false if another process has the pin. */
    boolean hold(long place) {
        if (held == place) {
            return true;
        }
        if (held == 0 && !receiver.casLong(ObjectEntry.PIN_OWNER_OFFSET, 0, self)) {
            return false;
        }
        held = place;
        receiver.putLongVolatile(ObjectEntry.PIN_OFFSET, held);
        return true;
    }

    /** Takes the pin away, if there is one. */
    void release() {
        if (held != 0) {
            held = 0;
            receiver.putLongVolatile(ObjectEntry.PIN_OFFSET, 0);
            receiver.putLongVolatile(ObjectEntry.PIN_OWNER_OFFSET, 0);
        }
    }
}
