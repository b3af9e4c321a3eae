package io.mailslot.testkit;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How a child may end, whether somebody has looked, and what its code has thrown. Thread-safe. */
final class Fate {
    private int @Nullable [] codes;
    private boolean looked;
    private @Nullable Frame failedCode;
    private boolean failedCodeIsTold;
    private @Nullable Throwable cause;

    /** Somebody has seen how it ended, or has ended it. */
    synchronized void look() {
        looked = true;
    }

    synchronized void expect(int... possible) {
        codes = possible;
    }

    /** What the child was started for has failed: it ends then, and its exit code tells. */
    synchronized void bodyFailed(Frame frame) {
        cause = thrown(frame);
    }

    /** Code has failed that nobody waits for. */
    synchronized void codeFailed(Frame frame) {
        if (failedCode == null) {
            failedCode = frame;
            cause = thrown(frame);
        }
    }

    synchronized boolean hasFailedCode() {
        return failedCode != null;
    }

    /** What failed, which is told now. */
    synchronized String takeTrace() {
        failedCodeIsTold = true;
        return failedCode == null ? "" : failedCode.text();
    }

    synchronized @Nullable Throwable cause() {
        return cause;
    }

    /** What was thrown in the child; null if it could not go along. */
    static @Nullable Throwable thrown(Frame failure) {
        if (failure.body().length == 0) {
            return null;
        }
        try {
            return (Throwable) Parcel.unpack(failure.body(), () -> {
                throw new IllegalStateException("nothing that is thrown has a handle");
            });
        } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError unknownHere) {
            return null;
        }
    }

    /**
     * What is wrong with how it ended.
     *
     * @param exit how it did
     * @param bySelf whether nobody told it to at the test's end
     */
    synchronized Optional<String> complaint(Exit exit, boolean bySelf) {
        int[] expected = codes;
        if (failedCode != null && !failedCodeIsTold) {
            return Optional.of("was to run code that has failed, and nobody has looked: " + failedCode.text());
        }
        if (expected != null
                && expected.length > 0
                && bySelf
                && !looked
                && !exit.isUnknown()
                && Arrays.stream(expected).noneMatch(code -> code == exit.code())) {
            return Optional.of("ended with " + exit + ", and was to end with "
                    + Arrays.stream(expected).mapToObj(Integer::toString).collect(Collectors.joining(" or ")));
        }
        boolean well = exit.isUnknown() ? cause == null : exit.isClean();
        return bySelf && expected == null && !looked && !well
                ? Optional.of("ended with " + exit + ", and nobody has looked")
                : Optional.empty();
    }
}
