package io.mailslot.internal.slot;

import io.mailslot.api.DiskFullException;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.HomeException;
import io.mailslot.api.MailslotException;
import io.mailslot.api.MessageTooLargeException;
import io.mailslot.internal.log.LogDamagedException;
import io.mailslot.internal.log.MessageLog;
import io.mailslot.internal.log.NoSpaceException;
import io.mailslot.internal.log.TooLargeException;
import io.mailslot.internal.log.WriteLockHeldException;
import io.mailslot.internal.memory.IoFailures;
import io.mailslot.internal.memory.Shortage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Turns the failures of message logs into those that users see. */
final class SlotFailures {
    private SlotFailures() {}

    static MailslotException translate(String action, Path folder, Throwable cause) {
        if (cause instanceof MailslotException known) {
            return known;
        }
        if (cause instanceof WriteLockHeldException held) {
            return ofHolder(action, folder, held);
        }
        if (cause instanceof TooLargeException large) {
            return new MessageTooLargeException("cannot " + action + ": " + large.getMessage()
                    + "; create it with a larger maximum or capacity, or split the message");
        }
        // What was only looked at, and has no cause, was found in the files themselves.
        if (cause.getCause() != null || !(cause instanceof LogDamagedException)) {
            MailslotException shortage = Shortage.of(action, folder, cause);
            boolean toldBetter = cause instanceof NoSpaceException full && full.isOfBytes(); // with figures
            if (shortage != null && !(toldBetter && shortage instanceof DiskFullException)) {
                return shortage;
            }
        }
        if (cause instanceof NoSpaceException full) {
            return new DiskFullException("cannot " + action + ": " + full.getMessage(), full);
        }
        if (cause instanceof LogDamagedException damaged) {
            return ofDamage(action, folder, damaged);
        }
        if (cause instanceof IOException io) {
            return IoFailures.translate(action, folder, io);
        }
        if (cause instanceof UncheckedIOException io) {
            return IoFailures.translate(action, folder, io.getCause());
        }
        return new HomeException(
                ErrorCode.IO_DEVICE, "cannot " + action + " in " + folder + ": " + IoFailures.said(cause), cause);
    }

    /**
     * The failure to report when mapped memory of a log cannot be reached. Its files are full of holes: where none was cut, a
     * page could not be had.
     */
    static MailslotException ofFault(String action, Path folder, InternalError fault) {
        return MessageLog.damage(folder)
                .<MailslotException>map(damage -> new HomeException(
                        ErrorCode.FILE_CORRUPT,
                        "cannot " + action + ": " + damage + "; close the mailslot, then create it anew",
                        fault))
                .orElseGet(() -> Shortage.ofPage(action, folder, fault));
    }

    private static HomeException ofHolder(String action, Path folder, WriteLockHeldException held) {
        return new HomeException(
                ErrorCode.LOCK_VIOLATION,
                "cannot " + action + " in " + folder + ": process " + held.holderPid()
                        + " stands still in the middle of a write; continue or end it",
                held);
    }

    /** Damage is only what was seen: files that cannot be looked at may be sound. */
    private static MailslotException ofDamage(String action, Path folder, LogDamagedException damaged) {
        if (Files.notExists(folder)) {
            return new HomeException(
                    ErrorCode.FILE_INVALID,
                    "cannot " + action + ": " + folder + " was deleted while in use; close the kernel and attach again",
                    damaged);
        }
        IOException unseen = damaged.unseen();
        return unseen == null
                ? new HomeException(ErrorCode.FILE_CORRUPT, "cannot " + action + ": " + damaged.getMessage(), damaged)
                : IoFailures.translate(action, damaged.path(), unseen);
    }
}
