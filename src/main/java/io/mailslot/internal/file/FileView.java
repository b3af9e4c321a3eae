package io.mailslot.internal.file;

import io.mailslot.api.AccessRight;
import io.mailslot.api.FileObject;
import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.InvalidHandleException;
import io.mailslot.api.MailslotException;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.object.FileIdentity;
import io.mailslot.internal.object.HandleView;
import io.mailslot.internal.object.NameIndex;
import io.mailslot.internal.object.OwnHandles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A handle to an open file. Thread-safe. */
final class FileView extends HandleView implements FileObject {
    private final OpenFiles files;
    private final Region entry;
    private final Path path;
    private final FilePointer pointer;
    private final boolean existed;

    FileView(
            OwnHandles handles,
            int handle,
            long objectId,
            OpenFiles files,
            Region entry,
            FilePointer pointer,
            boolean existed) {
        super(handles, handle, objectId);
        this.files = files;
        this.entry = entry;
        this.path = Path.of(NameIndex.read(entry));
        this.pointer = pointer;
        this.existed = existed;
    }

    /** Work on the file's content. */
    @FunctionalInterface
    private interface Transfer {
        int run(AsynchronousFileChannel channel) throws IOException;
    }

    @Override
    public Path path() {
        checkOpen();
        return path;
    }

    @Override
    public boolean existed() {
        return existed;
    }

    @Override
    public int read(ByteBuffer target) {
        return reading(() -> readOn(target));
    }

    private int readOn(ByteBuffer target) {
        check(AccessRight.READ);
        int start = target.position();
        while (true) {
            long from = pointer.settled(this::checkOpen);
            target.position(start);
            int read = transfer("read", channel -> FileChannels.read(channel, target, from));
            // The entry may be another object's if the handle was closed meanwhile.
            check(AccessRight.READ);
            if (read == 0 || pointer.move(from, from + read)) {
                return read;
            }
        }
    }

    @Override
    public int read(ByteBuffer target, long position) {
        check(AccessRight.READ);
        requirePosition(position);
        return transfer("read", channel -> FileChannels.read(channel, target, position));
    }

    @Override
    public int write(ByteBuffer source) {
        return reading(() -> writeOn(source));
    }

    private int writeOn(ByteBuffer source) {
        check(AccessRight.WRITE);
        int start = source.position();
        long from = pointer.lock(this::checkOpen);
        int written = 0;
        try {
            FaultPoint.FILE_POINTER_LOCKED.reached();
            requirePosition(from + source.remaining());
            written = transfer("write", channel -> FileChannels.write(channel, source, from));
            FaultPoint.FILE_WRITTEN.reached();
        } finally {
            pointer.unlock(from, from + written);
            source.position(start + written);
        }
        return written;
    }

    @Override
    public int write(ByteBuffer source, long position) {
        check(AccessRight.WRITE);
        requirePosition(position);
        return transfer("write", channel -> FileChannels.write(channel, source, position));
    }

    @Override
    public long position() {
        checkOpen();
        return reading(pointer::value);
    }

    @Override
    public void seek(long position) {
        requirePosition(position);
        reading(() -> moveTo(position));
    }

    private Void moveTo(long position) {
        long from;
        do {
            from = pointer.settled(this::checkOpen);
            // The wait for a writer may have been long, and the entry may be another object's by now.
            checkOpen();
        } while (!pointer.move(from, position));
        return null;
    }

    @Override
    public long size() {
        checkOpen();
        return reading(this::measured);
    }

    private long measured() {
        if (FileRequest.modes(entry.getInt(ObjectEntry.FILE_ACCESS_OFFSET)).isEmpty()) {
            return sizeByPath();
        }
        try {
            return channel().size();
        } catch (IOException e) {
            throw failure("measure", e);
        }
    }

    /** An object that was opened for nothing but to ask has no channel. */
    private long sizeByPath() {
        try {
            if (!FileIdentity.of(entry).equals(FileIdentity.find(path))) {
                throw FileFailures.replaced(path);
            }
            return Files.size(path);
        } catch (IOException e) {
            throw failure("measure", e);
        }
    }

    private AsynchronousFileChannel channel() {
        try {
            return files.channel(handle(), objectId(), entry, path);
        } catch (MailslotException e) {
            // The entry may be another object's by now: that the handle is closed explains everything.
            checkOpen();
            throw e;
        }
    }

    private int transfer(String action, Transfer work) {
        try {
            return work.run(channel());
        } catch (IOException e) {
            throw failure(action, e);
        }
    }

    private MailslotException failure(String action, IOException cause) {
        if (cause instanceof ClosedChannelException || cause instanceof AsynchronousCloseException) {
            return new InvalidHandleException("handle " + handle() + " to the file " + path + " was closed meanwhile");
        }
        return FileFailures.translate(action, path, cause);
    }

    private void requirePosition(long position) {
        if (position < 0 || position > FilePointer.MAX_POSITION) {
            throw new InvalidArgumentException("the position " + position + " in the file " + path
                    + " is out of range; possible are 0 to " + FilePointer.MAX_POSITION);
        }
    }
}
