package io.mailslot.internal.log;

import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.MappedFiles;
import io.mailslot.internal.memory.PageTable;
import io.mailslot.internal.memory.PlainFile;
import io.mailslot.internal.memory.Region;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import net.openhft.chronicle.core.Jvm;

/**
 * The pages in which larger messages, batches and runs of a log lie, used again and again: pages that are warm take a copy an
 * order of magnitude faster than fresh ones. A reservation begins with a word that tells its position, so that a record
 * and what it refers to can be checked against each other.
 *
 * <pre>
 *  | position 8 | message, batch or records of a run | padding to 8 |
 * </pre>
 *
 * <p>The file is as long as the arena may become, and sparse; what has pages is the extent, which the control page
 * tells. Only the holder of the write lock makes it grow, by writing zeros through the file: on a full file system
 * that fails, where touching a page without storage would end the JVM. Any thread may read and write what it reserved.
 */
final class Arena {
    static final String FILE = "arena.dat";

    private static final long FIRST_EXTENT_BYTES = 4 << 10;

    /** What the arena leaves free on a file system: the records that tell of its messages need pages too. */
    private static final long LEFT_BYTES = 256 << 10;

    private final Path file;
    private final LogControl control;
    private final SpaceGuard space;
    private Region region;
    private ByteBuffer buffer;

    /** 0 while it is not mapped; set last. */
    private volatile long address;

    Arena(Path folder, LogControl control) {
        this.file = folder.resolve(FILE);
        this.control = control;
        this.space = new SpaceGuard(folder);
    }

    /**
     * Makes sure that everything up to an offset has pages. The caller holds the write lock.
     *
     * @param end offset behind the last byte that is wanted
     * @param most up to which the capacity of the log allows to grow
     * @throws NoSpaceException if the file system has no room
     */
    void reach(long end, long most) {
        long extent = control.arenaExtent();
        if (end > extent) {
            long wanted = Math.max(FIRST_EXTENT_BYTES, Math.max(end, Math.min(2 * extent, most)));
            long whole = Math.min(Sizes.wholePages(wanted), Math.max(end, most));
            grow(extent, space.hasFree(whole - extent + LEFT_BYTES) ? whole : end);
        }
        map();
    }

    private void grow(long from, long to) {
        space.confirm(to - from + LEFT_BYTES);
        try {
            if (from == 0) {
                try (RandomAccessFile whole = PlainFile.atOrNew(file).openUninterrupted("rw")) {
                    whole.setLength(control.arenaLimit());
                }
            }
            MappedFiles.writeZeros(PlainFile.at(file), from, to - from);
        } catch (IOException e) {
            throw space.refused(file, to - from, e);
        }
        FaultPoint.ARENA_GROWN.reached();
        control.arenaExtent(to);
    }

    /**
     * Gives back the pages behind an offset; nobody needs what lies there. The caller holds the write lock. If it dies
     * before they are given back, whoever makes the arena shorter next does that.
     *
     * @return false if the system cannot do so: then nothing has changed
     */
    boolean lower(long end) {
        long extent = control.arenaExtent();
        long from = Sizes.wholePages(end);
        if (from >= extent) {
            return false;
        }
        map();
        control.arenaExtent(from);
        FaultPoint.ARENA_LOWERED.reached();
        if (PageTable.giveBack(address + from, control.arenaLimit() - from)) {
            return true;
        }
        control.arenaExtent(extent);
        return false;
    }

    /** Maps the file, once; a damaged or missing one is told by an exception. */
    synchronized void map() {
        if (buffer != null) {
            return;
        }
        long length = control.arenaLimit();
        try {
            region = MappedFiles.map(file, 0, (int) length);
        } catch (IOException e) {
            throw new LogDamagedException(file, "cannot be mapped: " + e.getMessage(), e);
        }
        buffer = region.buffer();
        address = Jvm.address(buffer);
    }

    /** Whether a place can be: whatever a damaged page or document says, behind the mapping there is the end of the JVM. */
    boolean isWithin(long position, long length) {
        return position >= 0 && end(position, length) <= control.arenaLimit();
    }

    /** Whether a place can be, and has pages. */
    boolean hasPages(long position, long length) {
        return isWithin(position, length) && end(position, length) <= control.arenaExtent();
    }

    private static long end(long position, long length) {
        return ArenaPosition.offset(position) + Long.BYTES + length;
    }

    /** Begins a reservation, and copies the first half of its content to it. */
    void begin(long position, Body body) {
        begin(position, body.length());
        body.copy(buffer, (int) ArenaPosition.offset(position) + Long.BYTES, 0, body.length() / 2);
    }

    /** Begins a reservation for content of a length. */
    void begin(long position, long length) {
        if (!hasPages(position, length)) {
            throw new LogDamagedException(file, "has no " + length + " bytes at " + ArenaPosition.offset(position));
        }
        buffer.putLong((int) ArenaPosition.offset(position), position);
    }

    /** Copies the other half. */
    void finish(long position, Body body) {
        int half = body.length() / 2;
        body.copy(buffer, (int) ArenaPosition.offset(position) + Long.BYTES, half, body.length() - half);
    }

    /** Copies all of it to an address in the arena. */
    void copy(Body body, long to) {
        body.copy(buffer, (int) (to - address), 0, body.length());
    }

    boolean isMapped() {
        return address != 0;
    }

    /** The address of a reservation's content, within the arena, which is mapped. */
    long content(long position) {
        return address + ArenaPosition.offset(position) + Long.BYTES;
    }

    /** Whether a reservation is still where its record says; false once its place is taken by others, or given back. */
    boolean holds(long position, long length) {
        return end(position, length) <= control.arenaExtent() && isNamed(position);
    }

    /** Whether what lies at a place of the arena, which is mapped, is the reservation that began there. */
    boolean isNamed(long position) {
        return buffer.getLong((int) ArenaPosition.offset(position)) == position;
    }

    /** Copies from an address in the arena to the position of a buffer. */
    void copy(long from, ByteBuffer target, int length) {
        target.put(target.position(), buffer, (int) (from - address), length);
    }

    /** Unmaps the file. */
    void close() {
        if (buffer != null) {
            region.unmap();
        }
        buffer = null;
        address = 0;
    }

    static File file(Path folder) {
        return folder.resolve(FILE).toFile();
    }
}
