package io.mailslot.internal.file;

import io.mailslot.internal.object.FileIdentity;
import io.mailslot.internal.object.OwnHandles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What this JVM has open of files: one channel for each object, shared by all handles to it. Thread-safe. */
final class OpenFiles {
    private final OwnHandles handles;
    private final Map<Long, AsynchronousFileChannel> channels = new ConcurrentHashMap<>();

    /** Set when this process leaves the home. */
    private volatile boolean closed;

    OpenFiles(OwnHandles handles) {
        this.handles = handles;
    }

    /** Keeps the channel through which a file was opened for the first time. */
    void keep(int handle, long objectId, AsynchronousFileChannel channel) {
        channels.put(objectId, channel);
        dropIfClosed(handle, objectId);
    }

    /**
     * The channel of an object; opened if the object came from another process.
     *
     * @param handle the handle for which it is needed
     * @param file what it was opened as
     */
    AsynchronousFileChannel channel(int handle, long objectId, OpenFile file) {
        boolean[] opened = new boolean[1];
        // Not a mere look: whoever drops the channel at this moment has done so, or sees the handle.
        AsynchronousFileChannel channel = channels.compute(objectId, (id, open) -> {
            opened[0] = open == null;
            return open != null ? open : openByPath(file);
        });
        if (opened[0]) {
            dropIfClosed(handle, objectId);
        }
        return channel;
    }

    /** The handle may have been closed, and what this process had open of it with it, just before. */
    private void dropIfClosed(int handle, long objectId) {
        if (closed) {
            remove(objectId);
        } else if (!handles.names(handle, objectId)) {
            handles.noteClosed(objectId);
        }
    }

    private static AsynchronousFileChannel openByPath(OpenFile file) {
        Path path = file.path();
        FileIdentity expected = file.identity();
        AsynchronousFileChannel channel = null;
        try {
            requireSame(path, expected);
            channel = FileChannels.open(path, FileRequest.modes(file.access()));
            requireSame(path, expected);
            return channel;
        } catch (IOException e) {
            close(channel);
            throw e instanceof NoSuchFileException
                    ? FileFailures.replaced(path)
                    : FileFailures.translate("open", path, e);
        } catch (RuntimeException e) {
            close(channel);
            throw e;
        }
    }

    private static void requireSame(Path path, FileIdentity expected) throws IOException {
        if (!expected.equals(FileIdentity.find(path))) {
            throw FileFailures.replaced(path);
        }
    }

    /** Closes what belongs to an object if this process has no handle to it any more. */
    void drop(long objectId) {
        AsynchronousFileChannel[] dropped = new AsynchronousFileChannel[1];
        channels.computeIfPresent(objectId, (id, open) -> {
            if (handles.hasOpen(id)) {
                return open;
            }
            dropped[0] = open;
            return null;
        });
        close(dropped[0]);
    }

    private void remove(long objectId) {
        close(channels.remove(objectId));
    }

    /** Closes everything. */
    void close() {
        closed = true;
        channels.keySet().forEach(this::remove);
    }

    static void close(AsynchronousFileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
