package io.mailslot.internal.file;

import io.mailslot.internal.memory.Shortage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * Reads and writes at positions of a file. The channels are asynchronous ones, because an interrupt closes any other for
 * all threads; everything is done in the calling thread, so nothing is left to wait for.
 */
final class FileChannels {
    private FileChannels() {}

    static AsynchronousFileChannel open(Path file, Set<OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        return AsynchronousFileChannel.open(file, options, CallingThread.INSTANCE, attributes);
    }

    /** Reads until the target is full or the file ends. */
    static int read(AsynchronousFileChannel channel, ByteBuffer target, long position) throws IOException {
        int read = 0;
        while (target.hasRemaining()) {
            int more = done(channel.read(target, position + read));
            if (more <= 0) {
                break;
            }
            read += more;
        }
        return read;
    }

    /** Writes everything; a full file system may have room again at once. */
    static int write(AsynchronousFileChannel channel, Path file, ByteBuffer source, long position) throws IOException {
        int start = source.position();
        while (source.hasRemaining()) {
            Shortage.writing(file, () -> done(channel.write(source, position + source.position() - start)));
        }
        return source.position() - start;
    }

    private static int done(Future<Integer> transfer) throws IOException {
        try {
            return transfer.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException("what is done is not waited for", e);
        }
    }
}
