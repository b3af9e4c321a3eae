package io.mailslot.internal.process;

import io.mailslot.api.AccessRight;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.HandleFlag;
import io.mailslot.api.InsufficientRightsException;
import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.InvalidHandleException;
import io.mailslot.api.MailslotException;
import io.mailslot.internal.flight.Duplicate;
import io.mailslot.internal.flight.Flight;
import io.mailslot.internal.layout.HandleEntry;
import io.mailslot.internal.layout.HandleTableHeader;
import io.mailslot.internal.layout.ProcessRecord;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.object.HandleTable;
import io.mailslot.internal.object.OwnHandles;
import io.mailslot.internal.object.Section;
import io.mailslot.internal.object.SharedKernel;
import io.mailslot.internal.process.ProcessAccess.Party;
import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Duplicates handles from and into any process of the home, as {@code DuplicateHandle} does. The receiving process is
 * not told: its table has one entry more, which works there from its first use on. Thread-safe.
 */
public final class Duplication {
    /** What stands for "no target process": with it, a source can be closed and nothing else. */
    public static final int NO_PROCESS = 0;

    private final SharedKernel kernel;
    private final OwnHandles handles;
    private final ProcessAccess access;

    public Duplication(AttachedProcess process, ProcessAccess access) {
        this.kernel = process.kernel();
        this.handles = process.handles();
        this.access = access;
    }

    /** A handle to be duplicated: index 0 stands for the pseudo handle, which is in no table. */
    private record Source(Party owner, int index, long entry) {
        boolean canBeClosed() {
            return index != 0 && !HandleEntry.flags(entry).contains(HandleFlag.PROTECT_FROM_CLOSE);
        }
    }

    /** What a flight recording is told. */
    private record Told(long objectId, long from, long to, int handle) implements Runnable {
        @Override
        public void run() {
            Duplicate.tell(objectId, from, to, handle);
        }
    }

    /** What came of it; a failure does not undo that the source was closed. */
    private record Outcome(OptionalInt handle, MailslotException failure, long closedHere) {}

    /**
     * Duplicates a handle.
     *
     * @param sourceProcess handle to the process that has the source, -1 for this one
     * @param handle the source's number there; -1 means that process itself
     * @param targetProcess handle to the process that receives the duplicate, -1 for this one, 0 for none
     * @param options rights, flags, and whether to close the source
     * @return the duplicate's number in the target process; empty if there is no target
     */
    public OptionalInt duplicate(int sourceProcess, int handle, int targetProcess, DuplicateOptions options) {
        Outcome outcome = kernel.change(section -> run(sourceProcess, handle, targetProcess, options, section));
        if (outcome.closedHere() != 0) {
            handles.noteClosed(outcome.closedHere());
        }
        if (outcome.failure() != null) {
            throw outcome.failure();
        }
        return outcome.handle();
    }

    private Outcome run(int sourceProcess, int handle, int targetProcess, DuplicateOptions options, Section section) {
        boolean closesOnly = targetProcess == NO_PROCESS && options.closeSource();
        Party owner = closesOnly ? access.toClose(sourceProcess, handle) : access.party(sourceProcess);
        Source source = source(owner, handle);
        requireObject(source, handle, options);
        boolean closes = options.closeSource() && source.canBeClosed();
        OptionalInt made = OptionalInt.empty();
        MailslotException failure = null;
        try {
            if (targetProcess != NO_PROCESS) {
                Party target = access.party(targetProcess);
                long entry = newEntry(source, handle, options);
                if (closes && target.process().equals(source.owner().process())) {
                    return replace(source, entry);
                }
                made = OptionalInt.of(add(target.table(), entry));
                tell(source, target, made.getAsInt(), section);
            } else if (!options.closeSource()) {
                throw new InvalidArgumentException("there is no target process, and the source is not to be closed");
            }
        } catch (MailslotException e) {
            failure = e;
        }
        long closedHere = closes ? close(source, section) : 0;
        return new Outcome(made, failure, closedHere);
    }

    private void tell(Source source, Party target, int handle, Section section) {
        if (Flight.isRecorded()) {
            section.tellLater(new Told(HandleEntry.objectId(source.entry()), pid(source.owner()), pid(target), handle));
        }
    }

    private long pid(Party party) {
        return kernel.processes().record(party.process().index()).getLong(ProcessRecord.PID_OFFSET);
    }

    private static Source source(Party owner, int handle) {
        if (handle == ProcessAccess.CURRENT_PROCESS) {
            return new Source(owner, 0, HandleEntry.of(owner.objectId(), ProcessRights.ALL, false));
        }
        int index = HandleTableHeader.index(handle);
        long entry = index < 0 ? 0 : owner.table().entry(index);
        if (entry == 0) {
            throw new InvalidHandleException("handle " + handle + " is not open in the source process"
                    + "; io.mailslot.inspect.HomeInspector lists what is open there");
        }
        return new Source(owner, index, entry);
    }

    private static void requireObject(Source source, int handle, DuplicateOptions options) {
        long names = HandleEntry.objectId(source.entry());
        if (options.object().orElse(names) != names) {
            throw new InvalidHandleException("handle " + handle
                    + " names another object by now: the one that was meant has been closed; look again what is open");
        }
    }

    private static long newEntry(Source source, int handle, DuplicateOptions options) {
        Set<AccessRight> had = HandleEntry.rights(source.entry());
        Set<AccessRight> asked = options.access().orElse(had);
        if (!had.containsAll(asked)) {
            Set<AccessRight> excess = EnumSet.copyOf(asked);
            excess.removeAll(had);
            throw new InsufficientRightsException("a duplicate of handle " + handle + " cannot have the rights "
                    + excess + ", which it lacks itself; leave them out, or open the object with them");
        }
        long plain = HandleEntry.of(HandleEntry.objectId(source.entry()), asked, options.inheritable());
        return options.sameAttributes()
                ? HandleEntry.withFlags(plain, EnumSet.allOf(HandleFlag.class), HandleEntry.flags(source.entry()))
                : plain;
    }

    /** Within one process a closed source hands its number on: a copy of the number elsewhere stays good. */
    private Outcome replace(Source source, long entry) {
        source.owner().table().put(source.index(), entry);
        return new Outcome(OptionalInt.of(HandleTableHeader.handle(source.index())), null, 0);
    }

    private int add(HandleTable table, long entry) {
        int index = table.firstFree();
        kernel.markDirty();
        table.put(index, entry);
        FaultPoint.DUPLICATE_STORED.reached();
        kernel.usage().acquire(HandleEntry.objectId(entry));
        return HandleTableHeader.handle(index);
    }

    /** Closes the source; returns its object if it was this process's handle, else 0. */
    private long close(Source source, Section section) {
        long objectId = HandleEntry.objectId(source.entry());
        kernel.markDirty();
        source.owner().table().clear(source.index());
        FaultPoint.DUPLICATE_SOURCE_CLEARED.reached();
        kernel.usage().release(objectId, section);
        return source.owner().table() == handles.table() ? objectId : 0;
    }
}
