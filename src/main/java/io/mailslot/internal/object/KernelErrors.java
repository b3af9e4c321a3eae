package io.mailslot.internal.object;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.HomeException;
import io.mailslot.internal.errors.ErrorLog;
import io.mailslot.internal.errors.ErrorReport;
import io.mailslot.internal.home.HomePaths;

/**
 * Has a home remember what this JVM fails with there. To be called while nothing is locked that other processes wait for: what
 * is found then is given to {@link Section#noteLater}. Never fails, and is thread-safe.
 */
public final class KernelErrors {
    private final ErrorLog log;
    private final Membership membership;

    KernelErrors(HomePaths home, Membership membership) {
        this.log = new ErrorLog(home);
        this.membership = membership;
    }

    /**
     * Notes what a call is about to fail with, if somebody should know who is not its caller.
     *
     * @return the same
     */
    public <T extends Throwable> T noted(T failure) {
        if (isOfExpelled(failure)) {
            log.noteOnce(failure);
        } else {
            log.note(failure);
        }
        return failure;
    }

    /**
     * Lets a failure pass that tells of nothing others should know, whoever else would note it.
     *
     * @return the same
     */
    <T extends Throwable> T passedOver(T failure) {
        log.passOver(failure);
        return failure;
    }

    /** Notes what a thread of the library has failed with that goes on: nobody else is told. */
    public void noteOfThread(Throwable failure) {
        if (isOfExpelled(failure)) {
            log.noteOnce(failure);
        } else {
            log.noteOfThread(failure);
        }
    }

    /** Notes something that nothing has failed with. */
    public void note(ErrorReport warning) {
        log.note(warning);
    }

    /** Prepares for a time when there is no descriptor or memory left. */
    void mapAhead() {
        log.mapAhead();
    }

    /** The same code tells that the home is gone, which cannot be noted there. */
    private boolean isOfExpelled(Throwable failure) {
        return failure instanceof HomeException told
                && told.errorCode() == ErrorCode.FILE_INVALID
                && membership.isExpelled();
    }
}
