package io.mailslot.internal.wait;

import io.mailslot.internal.memory.FreshStack;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.memory.SignalWord;

/**
 * Has this JVM wait for a moment before the first thread of a caller does: a wait initialises classes, and one that a caller's
 * stack has no room for would be lost to all waits of this JVM.
 *
 * <p>Has no initialiser itself.
 */
final class FirstWait implements Runnable {
    private static final long MOMENT_NANOS = 20_000;

    private static volatile boolean rehearsed;

    private FirstWait() {}

    static void rehearse() {
        if (!rehearsed) {
            FreshStack.run(new FirstWait());
            rehearsed = true;
        }
    }

    @Override
    public void run() {
        Region words = Region.inThisProcess(2 * SignalWord.LENGTH);
        SignalWord one = new SignalWord(words, 0);
        new Waiting(one).rehearse(MOMENT_NANOS);
        new Waiting(one, new SignalWord(words, SignalWord.LENGTH)).rehearse(MOMENT_NANOS);
        WaitHub.ofThisJvm();
        one.prepareToSleep();
        one.signal();
    }
}
