package io.mailslot.it.storm;

import io.mailslot.api.MailslotException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Makes the calls of one process's storm: takes the time of each, and tells refusals that belong to life from failures.
 * Everything but a {@link MailslotException} with one of the codes that the call may be refused with is a failure.
 */
final class Calls {
    private final Tally tally;
    private final Consumer<Stall> stalls;
    private final Consumer<Span> hiccups;
    private volatile boolean measuring;

    /**
     * Begins to count.
     *
     * @param stalls told of every noteworthy one
     * @param hiccups told for how long a call had to wait for a processor, if that was long
     */
    Calls(Tally tally, Consumer<Stall> stalls, Consumer<Span> hiccups) {
        this.tally = tally;
        this.stalls = stalls;
        this.hiccups = hiccups;
    }

    /** From now on stalls count: before, the JVM loads classes and runs them unprepared. */
    void startMeasuring() {
        measuring = true;
    }

    static Set<Integer> codes(Integer... codes) {
        return new TreeSet<>(Arrays.asList(codes));
    }

    /** Makes a call that may be refused; the result is empty then, or if the call has none. */
    <T> Optional<T> call(String operation, Set<Integer> mayBeRefusedWith, Supplier<T> call) {
        long delayBefore = RunDelay.nanos();
        long start = System.nanoTime();
        try {
            T result = call.get();
            tally.done();
            return Optional.ofNullable(result);
        } catch (MailslotException refusal) {
            int code = refusal.errorCode().value();
            if (!mayBeRefusedWith.contains(code)) {
                String expected = mayBeRefusedWith.stream().map(String::valueOf).collect(Collectors.joining(", "));
                throw new AssertionError(
                        operation + " was refused with " + code + ", and only [" + expected + "] are expected",
                        refusal);
            }
            tally.refused(code);
            return Optional.empty();
        } finally {
            note(operation, new Span(start, System.nanoTime()), delayBefore);
        }
    }

    /** Makes a call without a result that may be refused. */
    void run(String operation, Set<Integer> mayBeRefusedWith, Runnable call) {
        call(operation, mayBeRefusedWith, () -> {
            call.run();
            return null;
        });
    }

    private void note(String operation, Span span, long delayBefore) {
        if (span.nanos() >= HiccupMeter.NOTEWORTHY_NANOS) {
            long delay = RunDelay.nanos() - delayBefore;
            if (delay >= HiccupMeter.NOTEWORTHY_NANOS) {
                // A call first waits for the lock, asleep, then does its work: that is when it needs the processor.
                hiccups.accept(new Span(span.endNanos() - Math.min(delay, span.nanos()), span.endNanos()));
            }
        }
        if (measuring && span.nanos() >= Stall.NOTEWORTHY_NANOS) {
            stalls.accept(new Stall(ProcessHandle.current().pid(), operation, span));
        }
    }
}
