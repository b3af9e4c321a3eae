package io.mailslot.internal.slot;

import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.object.ReceiverWords;

/**
 * Keeps writers from using a place of the arena again while this process reads there, though the message is taken and
 * others go on behind it. A receiver has one pin; whoever finds it taken by another process has to copy instead. Senders
 * do not heed a pin whose owner is dead. Belongs to one thread at a time.
 */
final class Pin {
    private final ReceiverWords receiver;
    private final long self;
    private long held;

    Pin(ReceiverWords receiver, ProcessRef self) {
        this.receiver = receiver;
        this.self = Receivers.owner(self);
    }

    /** Pins a place, which must prove to be needed still after that; false if another process has the pin. */
    boolean hold(long place) {
        if (held == place) {
            return true;
        }
        if (held == 0 && !receiver.pinOwner().change(0, self)) {
            return false;
        }
        // False if the receiver is gone: then nobody has its messages any more.
        boolean holds = receiver.pin().set(place);
        held = place;
        return holds;
    }

    /** Takes the pin away, if there is one. */
    void release() {
        if (held != 0) {
            held = 0;
            receiver.pin().set(0);
            receiver.pinOwner().change(self, 0);
        }
    }
}
