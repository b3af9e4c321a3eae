package io.mailslot.internal.wait;

import io.mailslot.internal.memory.Futex;
import io.mailslot.internal.memory.SignalWord;

/** Gives the calling thread a way to sleep. */
interface Sleepers {
    /** Whatever the system, the thread and the number of words allow. */
    Sleepers AUTOMATIC = words -> {
        if (!Futex.canSleep() || words.length == 0) {
            return new PollingSleeper();
        }
        if (!VirtualThreads.isCurrent() && words.length == 1) {
            return FutexSleeper.on(words);
        }
        if (!Futex.canSleepOnSeveral()) {
            return new PollingSleeper();
        }
        return VirtualThreads.isCurrent() || words.length > Futex.MOST_WORDS
                ? new HubSleeper(WaitHub.ofThisJvm(), words)
                : FutexSleeper.on(words);
    };

    /**
     * Begins a wait.
     *
     * @param words whose signals shall end the sleep
     * @return a sleeper for the calling thread
     */
    Sleeper on(SignalWord... words);
}
