package io.mailslot.internal.object;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.api.AccessRight;
import io.mailslot.api.ObjectType;
import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.layout.HandleEntry;
import io.mailslot.internal.layout.KernelHeader;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.layout.ProcessRecord;
import io.mailslot.internal.liveness.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The objects of open files: found by file, rebuilt after a crash, and what becomes of a file that goes with them. */
class FileObjectTableTest {
    private static final FileUse READS = new FileUse(FileUse.READ, FileUse.READ | FileUse.DELETE);
    private static final FileUse DELETES = new FileUse(FileUse.READ | FileUse.DELETE, FileUse.READ | FileUse.DELETE);

    @TempDir
    private Path folder;

    private Path file;
    private FileIdentity identity;
    private SharedKernel kernel;
    private KernelFile tables;
    private HandleTable handles;

    @BeforeEach
    void makeHome() throws IOException {
        HomePaths home = new HomePaths(folder.resolve("home"));
        Files.createDirectory(home.root());
        KernelFile.create(home.kernelData(), new UUID(1, 2));
        tables = KernelFile.open(home.kernelData(), false);
        kernel = new SharedKernel(home, KernelLock.open(home), tables);
        ProcessRef process = kernel.processes().allocate();
        Files.createDirectories(home.process(process.index(), process.generation()));
        HandleTable.create(home.handles(process.index(), process.generation()));
        handles = kernel.tables().own(process);
        kernel.change(section -> {
            kernel.processes()
                    .record(process.index())
                    .putLong(
                            ProcessRecord.OBJECT_ID_OFFSET,
                            new ObjectFactory(kernel).createProcess(process, new ProcessIdentity(1, 1, 1)));
            kernel.processes().setState(process, ProcessRecord.LIVE);
            return null;
        });
        file = Files.writeString(folder.resolve("file"), "content").toRealPath();
        identity = FileIdentity.of(file);
    }

    /** Opens the file with a handle of that index, or with none. */
    private long open(FileUse use, boolean deleteOnClose, int handle) {
        return kernel.change(section -> {
            kernel.markDirty();
            long id = kernel.files().create(file, identity, use, deleteOnClose);
            if (handle != 0) {
                handles.put(handle, HandleEntry.of(id, EnumSet.of(AccessRight.READ), false));
                kernel.usage().acquire(id);
            } else {
                kernel.usage().acquire(id); // so that it stays until the repair
            }
            return id;
        });
    }

    private void close(long id) {
        kernel.change(section -> {
            kernel.markDirty();
            kernel.usage().release(id, section);
            return null;
        });
    }

    /** As if a process had died in its section. */
    private void repair() {
        kernel.markDirty();
        kernel.change(section -> null);
    }

    private boolean conflicts(FileUse use) {
        return kernel.change(section -> !kernel.files().conflicts(identity, use).isEmpty());
    }

    @Test
    void shouldFindTheOpensOfAFileAfterARepair() {
        long id = open(READS, false, 1);
        tables.head().clear(KernelHeader.NAME_BUCKETS_OFFSET, 4 * KernelHeader.NAME_BUCKETS);
        repair();
        assertThat(conflicts(READS)).isFalse();
        assertThat(conflicts(new FileUse(FileUse.WRITE, FileUse.READ))).isTrue();
        assertThat(conflicts(new FileUse(FileUse.READ, 0))).isTrue();
        assertThat(conflicts(new FileUse(0, 0))).isFalse();
        handles.clear(1);
        close(id);
        assertThat(conflicts(new FileUse(FileUse.READ, 0))).isFalse();
        assertThat(file).exists();
    }

    @Test
    void shouldForgetAnOpenThatNoHandleNames() {
        long id = open(READS, false, 0);
        repair();
        assertThat(kernel.objects().find(id)).isNull();
        assertThat(conflicts(new FileUse(FileUse.READ, 0))).isFalse();
        assertThat(kernel.names().size()).isZero();
        assertThat(file).exists();
    }

    @Test
    void shouldDeleteTheFileOfAnOpenThatNoHandleNames() {
        open(DELETES, true, 0);
        repair();
        assertThat(file).doesNotExist();
    }

    @Test
    void shouldLeaveTheDeletionToAnotherOpenInARepair() {
        long other = open(READS, false, 1);
        open(DELETES, true, 0);
        repair();
        assertThat(file).exists();
        assertThat(kernel.<Boolean>change(section -> kernel.files().isDeletePending(identity)))
                .isTrue();
        handles.clear(1);
        close(other);
        assertThat(file).doesNotExist();
    }

    @Test
    void shouldDeleteWhenTwoOpensAreForgottenInOneRepair() {
        open(DELETES, true, 0);
        open(READS, false, 0);
        repair();
        assertThat(file).doesNotExist();
        assertThat(kernel.names().size()).isZero();
    }

    @Test
    void shouldNotDeleteAFileThatTookThePlace() throws IOException {
        long id = open(DELETES, true, 1);
        Files.move(file, folder.resolve("moved"));
        Files.writeString(file, "another one");
        handles.clear(1);
        close(id);
        assertThat(file).hasContent("another one");
    }

    @Test
    void shouldDescribeAFileByItsPath() {
        long id = open(READS, false, 1);
        assertThat(new HandleDescriber(kernel.objects()).describe(1, handles.entry(1)))
                .satisfies(info -> {
                    assertThat(info.type()).isEqualTo(ObjectType.FILE);
                    assertThat(info.name()).isEqualTo(file.toString());
                });
        assertThat(kernel.objects().type(id)).isEqualTo(ObjectEntry.TYPE_FILE);
    }

    @Test
    void shouldTakeNoPathThatIsTooLong() {
        assertThat(FileObjectTable.fits(Path.of("/" + "x".repeat(ObjectEntry.NAME_CAPACITY - 1))))
                .isTrue();
        assertThat(FileObjectTable.fits(Path.of("/" + "x".repeat(ObjectEntry.NAME_CAPACITY))))
                .isFalse();
    }
}
