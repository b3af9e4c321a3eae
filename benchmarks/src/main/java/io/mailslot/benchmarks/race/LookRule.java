package io.mailslot.benchmarks.race;

/** When a receiver that has found nothing looks again. Those with a state forget it by and by. */
enum LookRule {
    /** At once. */
    AT_ONCE {
        @Override
        Looks make() {
            return new Looks() {};
        }
    },
    /** After a pause, always. */
    PAUSE {
        @Override
        Looks make() {
            return new Looks() {
                @Override
                void nothing() {
                    spin(SPINS);
                }
            };
        }
    },
    /** After a pause where messages are many for the looks, until this side sends something itself. */
    RATIO {
        @Override
        Looks make() {
            return new Ratio();
        }
    },
    /** After a pause if a message came a moment ago and this side has sent nothing since. */
    RECENT {
        @Override
        Looks make() {
            return new Recent();
        }
    },
    /** After a pause that grows while looks find one message, and shrinks where they find many. */
    PER_LOOK {
        @Override
        Looks make() {
            return new PerLook();
        }
    },
    /** After several times what lies between two messages, if that is little and this side does not send in between. */
    INTERVAL {
        @Override
        Looks make() {
            return new Interval();
        }
    },
    /** As {@link #PER_LOOK}, with no regard to what this side sends: it gives up for a while where that brings nothing. */
    PER_LOOK_BLIND {
        @Override
        Looks make() {
            return new PerLookBlind();
        }
    },
    /** After a pause where a trial has shown that this brings more messages in a time. */
    TRIAL {
        @Override
        Looks make() {
            return new Trial(new Gathering(PAUSE_NANOS));
        }
    },
    /** The same with a pause of half the length. */
    TRIAL_SHORT {
        @Override
        Looks make() {
            return new Trial(new Gathering(SHORT_NANOS));
        }
    },
    /** The same with a pause of twice the length. */
    TRIAL_LONG {
        @Override
        Looks make() {
            return new Trial(new Gathering(LONG_NANOS));
        }
    };

    private static final long PAUSE_NANOS = 1_000;
    private static final long SHORT_NANOS = 500;
    private static final long LONG_NANOS = 2_000;

    /** A pause of about a microsecond, in hints to the processor. */
    private static final int SPINS = 32;

    abstract Looks make();

    private static void spin(int times) {
        for (int i = times; i > 0; i--) {
            Thread.onSpinWait();
        }
    }

    /** What one receiver does by a rule. */
    abstract static class Looks {
        void found() {}

        /** A look has found nothing: waits until the next one is due. */
        void nothing() {
            Thread.onSpinWait();
        }

        /** The same thread has sent something. */
        void sent() {}
    }

    private static final class Ratio extends Looks {
        private static final int PER_MESSAGE = 4;
        private static final int MOST = 64;
        private static final int STREAM = 16;

        private int score;

        @Override
        void found() {
            score = Math.min(MOST, score + PER_MESSAGE);
        }

        @Override
        void nothing() {
            score = Math.max(0, score - 1);
            spin(score > STREAM ? SPINS : 1);
        }

        @Override
        void sent() {
            score = 0;
        }
    }

    private static final class Recent extends Looks {
        private static final long MOMENT_NANOS = 2_000;

        private boolean fresh;
        private boolean answered;
        private long last;

        @Override
        void found() {
            fresh = true;
        }

        @Override
        void nothing() {
            long now = System.nanoTime();
            if (fresh) {
                fresh = false;
                last = now;
            }
            spin(!answered && now - last < MOMENT_NANOS ? SPINS : 1);
        }

        @Override
        void sent() {
            answered = true;
            fresh = false;
        }
    }

    private static final class PerLook extends Looks {
        private static final int LONGEST = 128;
        private static final int MANY = 64;

        private int spins = 1;
        private int burst;

        @Override
        void found() {
            burst++;
        }

        @Override
        void nothing() {
            if (burst > MANY) {
                spins = Math.max(1, spins - 1);
            } else if (burst > 0) {
                spins = Math.min(LONGEST, spins + 2);
            } else {
                spins = Math.max(1, spins / 2);
            }
            burst = 0;
            spin(spins);
        }

        @Override
        void sent() {
            spins = 1;
        }
    }

    private static final class PerLookBlind extends Looks {
        private static final int LONGEST = 64;
        private static final int MANY = 64;
        private static final int REST = 4096;

        private int spins = 1;
        private int burst;
        private int rest;

        @Override
        void found() {
            burst++;
        }

        @Override
        void nothing() {
            if (rest > 0) {
                rest -= burst;
                burst = 0;
                spin(1);
                return;
            }
            if (burst > 0) {
                spins = burst > MANY ? Math.max(1, spins - 1) : Math.min(LONGEST, spins + 2);
                if (spins == LONGEST && burst <= 2) {
                    // waiting for longer has gathered nothing
                    spins = 1;
                    rest = REST;
                }
            } else {
                spins = Math.max(1, spins / 2);
            }
            burst = 0;
            spin(spins);
        }
    }

    private static final class Interval extends Looks {
        private static final long LITTLE_NANOS = 250;
        private static final int MESSAGES = 16;
        private static final int WEIGHT = 4;

        private long last = System.nanoTime();
        private long mean = LITTLE_NANOS;
        private int burst;

        @Override
        void found() {
            burst++;
        }

        @Override
        void nothing() {
            if (burst > 0) {
                long now = System.nanoTime();
                mean += (Math.min(8 * LITTLE_NANOS, (now - last) / burst) - mean) / WEIGHT;
                last = now;
                burst = 0;
            }
            if (mean < LITTLE_NANOS) {
                long end = System.nanoTime() + MESSAGES * mean;
                do {
                    Thread.onSpinWait();
                } while (System.nanoTime() < end);
            } else {
                Thread.onSpinWait();
            }
        }

        @Override
        void sent() {
            mean = 8 * LITTLE_NANOS;
        }
    }

    private static final class Trial extends Looks {
        private final Gathering gathering;

        Trial(Gathering gathering) {
            this.gathering = gathering;
        }

        @Override
        void found() {
            gathering.found(1);
        }

        @Override
        void nothing() {
            gathering.pause();
            Thread.onSpinWait();
        }
    }
}
