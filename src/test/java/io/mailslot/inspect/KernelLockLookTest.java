package io.mailslot.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.internal.liveness.LockList;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelLockLookTest {
    @TempDir
    private Path folder;

    private final AtomicInteger lists = new AtomicInteger();

    private LockList list() {
        lists.incrementAndGet();
        return LockList.read();
    }

    @Test
    void shouldListLocksOnceAndOnlyForWhoAsks() throws Exception {
        Path file = folder.resolve("kernel.lock");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            KernelLockLook look = new KernelLockLook(this::list, file);
            KernelLockLook later = new KernelLockLook(this::list, file);
            assertThat(lists).hasValue(0);
            try (FileLock lock = channel.lock()) {
                assertThat(lock.isValid()).isTrue();
                assertThat(look.isHeld()).isTrue();
            }
            assertThat(look.isHeld()).isTrue();
            assertThat(lists).hasValue(1);
            assertThat(later.isHeld()).isFalse();
        }
        assertThat(KernelLockLook.FREE.isHeld()).isFalse();
    }
}
