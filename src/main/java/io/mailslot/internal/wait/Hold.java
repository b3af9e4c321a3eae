package io.mailslot.internal.wait;

import io.mailslot.internal.wait.WaitTarget.Take;

/** What an attempt of a wait for all has of one target, until it is decided. */
@FunctionalInterface
public interface Hold {
    /** Of a target from which a wait takes nothing. */
    Hold NOTHING_TO_TAKE = taken -> taken ? Take.TAKEN : Take.NOTHING;

    /** Takes from the target and lets go of it, or lets go only. Others may have done so by now. Has not taken if it throws. */
    Take settle(boolean taken);
}
