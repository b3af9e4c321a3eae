package io.mailslot.internal.file;

import io.mailslot.api.AccessRight;
import io.mailslot.api.FileObject;
import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.InvalidHandleException;
import io.mailslot.api.MailslotException;
import io.mailslot.internal.memory.CallerBuffers;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.object.FileIdentity;
import io.mailslot.internal.object.HandleView;
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
    private final OpenFile file;
    private final FilePointer pointer;
    private final boolean existed;

    FileView(
            OwnHandles handles,
            int handle,
            long objectId,
            OpenFiles files,
            OpenFile file,
            FilePointer pointer,
            boolean existed) {
        super(handles, handle, objectId);
        this.files = files;
        this.file = file;
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
        return reading(() -> {
            checkOpen();
            return file.path();
        });
    }

    @Override
    public boolean existed() {
        return existed;
    }

    @Override
    public int read(ByteBuffer target) {
        CallerBuffers.requireWritable(target);
        return reading(() -> readOn(target));
    }

    private int readOn(ByteBuffer target) {
        check(AccessRight.READ);
        int start = target.position();
        while (true) {
            long from = pointer.settled(this::checkOpen);
            target.position(start);
            int read = transfer("read", channel -> FileChannels.read(channel, target, from));
            if (read == 0 || pointer.move(from, from + read)) {
                return read;
            }
        }
    }

    @Override
    public int read(ByteBuffer target, long position) {
        CallerBuffers.requireWritable(target);
        return reading(() -> {
            check(AccessRight.READ);
            requirePosition(position);
            return transfer("read", channel -> FileChannels.read(channel, target, position));
        });
    }

    @Override
    public int write(ByteBuffer source) {
        CallerBuffers.requireReadable(source);
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
            written = transfer("write", channel -> FileChannels.write(channel, file.path(), source, from));
            FaultPoint.FILE_WRITTEN.reached();
        } finally {
            pointer.unlock(from, from + written);
            source.position(start + written);
        }
        return written;
    }

    @Override
    public int write(ByteBuffer source, long position) {
        return reading(() -> {
            check(AccessRight.WRITE);
            requirePosition(position);
            return transfer("write", channel -> FileChannels.write(channel, file.path(), source, position));
        });
    }

    @Override
    public long position() {
        return reading(() -> {
            checkOpen();
            return pointer.value();
        });
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
            checkOpen(); // the wait for a writer may have been long
        } while (!pointer.move(from, position));
        return null;
    }

    @Override
    public long size() {
        return reading(this::measured);
    }

    private long measured() {
        checkOpen();
        if (FileRequest.modes(file.access()).isEmpty()) {
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
            if (!file.identity().equals(FileIdentity.find(file.path()))) {
                throw FileFailures.replaced(file.path());
            }
            return Files.size(file.path());
        } catch (IOException e) {
            throw failure("measure", e);
        }
    }

    private AsynchronousFileChannel channel() {
        try {
            return files.channel(handle(), objectId(), file);
        } catch (MailslotException e) {
            // That the handle is closed explains everything.
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
            return new InvalidHandleException(
                    "handle " + handle() + " to the file " + file.path() + " was closed meanwhile");
        }
        return FileFailures.translate(action, file.path(), cause);
    }

    private void requirePosition(long position) {
        if (position < 0 || position > FilePointer.MAX_POSITION) {
            throw new InvalidArgumentException("the position " + position + " in the file " + file.path()
                    + " is out of range; possible are 0 to " + FilePointer.MAX_POSITION);
        }
    }
}
