package io.mailslot.benchmarks.race;

/**
 * When to look again for what comes in a stream. Who looks again at once takes the memory that the sender is about to
 * write to away from it, for each message anew: both then go at a third or a fourth of the sender's own speed. Who waits
 * for a moment in between finds many at each look. But that moment is lost where only one message comes, as in a dialogue.
 *
 * <p>What the sender would do cannot be told from what comes, so it is tried: now and then the place looks in the other
 * way for a few dozen messages, and gathers from then on only if that has brought clearly more of them in a time. A trial
 * that brings nothing makes the next one rarer; a stream that ends, or thins out, ends the gathering at once.
 *
 * <p>Threads that share a place may overwrite what others note here, which does no harm.
 */
final class Gathering {
    /** Messages of a trial: enough to tell a third from the whole, too few to matter to a hundredth of all waits. */
    private static final int TRIAL_MESSAGES = 64;

    /** Looks of a trial that gathers: a dialogue shall not have to bear many. */
    private static final int TRIAL_LOOKS = 6;

    /** Messages between two trials, at first, and at most. */
    private static final int SHORTEST_DISTANCE = 1 << 10;

    private static final int LONGEST_DISTANCE = 1 << 17;

    /** Looks one after the other that find next to nothing and end the gathering. */
    private static final int POOR_LOOKS = 4;

    /** How many messages a look that gathers must find to be worth its time. */
    private static final int FEW = 2;

    /** How many times as many messages gathering must bring in a time as looking at once does. */
    private static final double WORTH_IT = 1.25;

    private enum Step {
        /** Does what was best. */
        KEEP,
        /** Measures what it does. */
        MEASURE,
        /** Measures the other way. */
        TRY
    }

    private final long pauseNanos;

    private Step step = Step.KEEP;

    /** Whether messages are left to gather now. */
    private boolean gathers;

    /** Messages found at all, those at which the step ends, and those at the look before. */
    private long found;

    private long due = SHORTEST_DISTANCE;
    private long foundBefore;

    private int distance = SHORTEST_DISTANCE;

    /** Where and when what is measured began, and what the step before has measured. */
    private long startFound;

    private long startNanos;
    private double rateKept;

    /** Looks that a trial has left, and looks in a row that found next to nothing. */
    private int looksLeft;

    private int poorLooks;

    /**
     * A place where nothing is known yet.
     *
     * @param pauseNanos how long to wait for messages to gather: several dozen of them come in a microsecond, from a sender
     *     nobody disturbs
     */
    Gathering(long pauseNanos) {
        this.pauseNanos = pauseNanos;
    }

    /** So many messages were found. */
    void found(int messages) {
        found += messages;
    }

    /** A look has found nothing: waits for a moment, if that pays. To be called with nothing locked. */
    void pause() {
        if (found >= due || gathers && endsEarly()) {
            goOn();
        }
        foundBefore = found;
        if (gathers) {
            gather();
        }
    }

    private void gather() {
        long end = System.nanoTime() + pauseNanos;
        do {
            Thread.onSpinWait();
        } while (System.nanoTime() - end < 0);
    }

    /** After a look that was to find what had gathered. */
    private boolean endsEarly() {
        if (step == Step.TRY) {
            looksLeft--;
            return looksLeft < 0;
        }
        poorLooks = found - foundBefore <= FEW ? poorLooks + 1 : 0;
        return poorLooks >= POOR_LOOKS;
    }

    private void goOn() {
        if (poorLooks >= POOR_LOOKS) {
            // the stream is over
            gathers = false;
            keep(SHORTEST_DISTANCE);
            return;
        }
        switch (step) {
            case KEEP -> measure(Step.MEASURE);
            case MEASURE -> {
                rateKept = rate();
                gathers = !gathers;
                measure(Step.TRY);
            }
            case TRY -> decide(rate());
        }
    }

    private void measure(Step next) {
        step = next;
        startFound = found;
        startNanos = System.nanoTime();
        due = found + TRIAL_MESSAGES;
        looksLeft = TRIAL_LOOKS;
    }

    private double rate() {
        return (double) (found - startFound) / Math.max(1, System.nanoTime() - startNanos);
    }

    private void decide(double rateTried) {
        boolean worthIt = gathers ? rateTried > WORTH_IT * rateKept : rateKept > WORTH_IT * rateTried;
        boolean same = worthIt != gathers;
        gathers = worthIt;
        keep(same ? Math.min(2 * distance, LONGEST_DISTANCE) : SHORTEST_DISTANCE);
    }

    private void keep(int messages) {
        step = Step.KEEP;
        distance = messages;
        due = found + messages;
        poorLooks = 0;
    }
}
