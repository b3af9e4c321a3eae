package io.mailslot.internal.wait;

import java.util.ArrayList;
import java.util.List;

/**
 * Looks after the sleeping threads of one process, so that each of them need not wake every other second to see whether it
 * waits in vain, or was not told. One thread looks, at least as often as they would. If it may be late it hands back:
 * that wakes them all, and from then on each looks for itself. All by that thread, but for {@link #isOnDuty}.
 */
public final class Lookout {
    /**
     * Every so many looks are for what nobody has signaled, which takes several times as long: its maker stands still just
     * before the signal.
     */
    private static final int LOOKS_PER_CLOSE_ONE = 4;

    private volatile boolean onDuty;

    /** Whether not all have been called since it handed back, because that broke off: what they look at may have been cut. */
    private boolean owesCalls;

    private int looks;

    /** Those who sleep at the moment; kept, because an idle process looks again and again. */
    private final List<Sleeper> asleep = new ArrayList<>();

    /** Whether who falls asleep now may sleep for long. To be asked by who can be found by {@link #handBack}. */
    boolean isOnDuty() {
        return onDuty;
    }

    /** From now on the caller looks: what holds for the process as a whole he sees, or hands back. */
    public void takeOver() {
        if (owesCalls) {
            callAll();
        }
        if (!onDuty) {
            onDuty = true;
        }
    }

    /**
     * Wakes each thread whose wait seems to be over. Holds no lock while it asks that: a wait may be over by then, and the
     * next one of that thread is woken for nothing.
     *
     * @param changed whether anything in the control plane has changed since the last look for which that was said
     */
    public void look(boolean changed) {
        SleepingThreads.collect(this, asleep);
        boolean closely = looks++ % LOOKS_PER_CLOSE_ONE == 0;
        try {
            for (int i = 0; i < asleep.size(); i++) {
                Sleeper sleeper = asleep.get(i);
                if (sleeper.seemsOver(changed, closely)) {
                    SleepingThreads.call(this, sleeper);
                }
            }
        } finally {
            asleep.clear();
        }
    }

    /** Has all who sleep look for themselves, now and until {@link #takeOver}. If it fails it is to be called again. */
    public void handBack() {
        if (onDuty) {
            owesCalls = true;
            onDuty = false; // before: who is not found yet sees it
        }
        if (owesCalls) {
            callAll();
        }
    }

    private void callAll() {
        SleepingThreads.callAll(this);
        owesCalls = false;
    }
}
