package io.mailslot.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.JavaCommand;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is left in a temporary folder of a JVM that was killed goes, and nothing else. */
@Timeout(120)
class UnpackedLibraryTest {
    private static final String NAME = LibraryHolder.NAME;

    private static final int MOST_ATTEMPTS = 20_000;

    @TempDir
    private Path parent;

    private final List<Process> holders = new ArrayList<>();

    @AfterEach
    void endHolders() {
        holders.forEach(Process::destroyForcibly);
    }

    @Test
    void shouldClearAwayWhatAKilledJvmLeft() throws Exception {
        Path left = hold();
        holders.get(0).destroyForcibly().waitFor();
        assertThat(left.resolve(NAME)).exists();

        try (UnpackedLibrary next = unpack()) {
            assertThat(parent).isDirectoryContaining(next.folder()::equals);
            assertThat(left).doesNotExist();
        }
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void shouldLeaveWhatALivingJvmHolds() throws Exception {
        Path held = hold();

        unpack().close();

        assertThat(held.resolve(NAME)).exists();
    }

    /** As one who was killed right after it had made the folder, or in the end of clearing one away, leaves it. */
    @Test
    void shouldClearAwayAnEmptyFolder() throws IOException {
        Path left = Files.createTempDirectory(parent, ".mailslot-native-");

        unpack().close();

        assertThat(left).doesNotExist();
    }

    /** In two class loaders of one JVM, a look at the other one's file must not drop the lock of it. */
    @Test
    void shouldLeaveWhatItsOwnJvmHolds() throws Exception {
        try (UnpackedLibrary held = unpack()) {
            unpack().close();
            assertThat(held.folder().resolve(NAME)).exists();

            hold();

            assertThat(held.folder().resolve(NAME)).exists();
        }
    }

    @Test
    void shouldTouchNothingElse() throws IOException {
        Path others = Files.createDirectory(parent.resolve("mailslot"));
        Path file = Files.createFile(parent.resolve(".mailslot-native-file"));
        Path full = Files.createDirectory(parent.resolve(".mailslot-native-full"));
        Files.createFile(full.resolve("letters"));
        Path target = Files.createDirectory(parent.resolve("target"));
        Files.createFile(target.resolve("lock"));
        Files.createFile(target.resolve(NAME));
        Files.createSymbolicLink(parent.resolve(".mailslot-native-link"), target);
        Path linked = Files.createDirectory(parent.resolve(".mailslot-native-linked"));
        Files.createSymbolicLink(linked.resolve("lock"), target.resolve("lock"));

        unpack().close();

        assertThat(others).isEmptyDirectory();
        assertThat(file).exists();
        assertThat(full.resolve("letters")).exists();
        assertThat(target.resolve("lock")).exists();
        assertThat(target.resolve(NAME)).exists();
        assertThat(linked.resolve("lock")).isSymbolicLink();
    }

    @Test
    void shouldUnpackIntoAFolderOfTheOwnersAlone() throws IOException {
        try (UnpackedLibrary library = unpack()) {
            assertThat(Files.getPosixFilePermissions(library.folder()))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        }
    }

    /** Another class loader's copy may try the lock of a folder that is just being made: that is no reason to fail. */
    @Test
    void shouldUnpackBesideOthersOfItsOwnJvm() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicBoolean faster = new AtomicBoolean();
        Thread other = new Thread(() -> {
            while (!over.get() && !faster.get()) {
                lockWhatIsNotLocked(faster);
            }
        });
        other.start();
        try {
            for (int i = 0; i < MOST_ATTEMPTS && !faster.get(); i++) {
                unpack().close();
            }
        } finally {
            over.set(true);
            other.join();
        }
        assertThat(faster).isTrue();
    }

    /** As whoever clears away does, in the moment in which the file is there and not locked yet. */
    private void lockWhatIsNotLocked(AtomicBoolean faster) {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent)) {
            for (Path folder : folders) {
                Path lock = folder.resolve("lock");
                try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
                    if (channel.tryLock() != null && Files.exists(lock)) { // else it was unlocked again
                        faster.set(true);
                        while (Files.exists(folder)) {
                            Thread.onSpinWait();
                        }
                        return;
                    }
                } catch (IOException | OverlappingFileLockException goneOrLocked) {
                    // The next one.
                }
            }
        } catch (IOException | DirectoryIteratorException changing) {
            // Another look.
        }
    }

    private UnpackedLibrary unpack() {
        return UnpackedLibrary.in(parent, NAME, new byte[1]).orElseThrow();
    }

    /** Has another JVM unpack and wait; returns its folder. */
    private Path hold() throws IOException {
        Process holder = JavaCommand.of(LibraryHolder.class)
                .withJvmOptions("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
                .withArguments(parent.toString())
                .toProcessBuilder()
                .redirectInput(Redirect.PIPE)
                .redirectOutput(Redirect.PIPE)
                .start();
        holders.add(holder);
        return Path.of(holder.inputReader(StandardCharsets.UTF_8).readLine());
    }
}
