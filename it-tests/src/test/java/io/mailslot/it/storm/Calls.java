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
    private volatile boolean measuring;

    /**
     * Begins to count.
     *
     * @param stalls told of every noteworthy one
     */
    Calls(Tally tally, Consumer<Stall> stalls) {
        this.tally = tally;
        this.stalls = stalls;
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
            if (measuring) {
                note(operation, start, System.nanoTime());
            }
        }
    }

    /** Makes a call without a result that may be refused. */
    void run(String operation, Set<Integer> mayBeRefusedWith, Runnable call) {
        call(operation, mayBeRefusedWith, () -> {
            call.run();
            return null;
        });
    }

    private void note(String operation, long start, long end) {
        if (end - start >= Stall.NOTEWORTHY_NANOS) {
            stalls.accept(new Stall(ProcessHandle.current().pid(), operation, new Span(start, end)));
        }
    }
}
