package io.mailslot.it.storm;

import static io.mailslot.it.storm.Calls.codes;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.FileDisposition;
import io.mailslot.api.FileObject;
import io.mailslot.api.FileOpenOptions;
import io.mailslot.api.FileShare;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;

/**
 * Random operations on a few ordinary files that all processes of the storm share. A handle that came from another process
 * must find its file: as long as an open of it lives nobody deletes it, so 1006 is no refusal that belongs to life.
 */
final class StormFiles {
    private static final int FILES = 4;
    private static final int LENGTH = 64;

    private final Path folder;
    private final Random random;
    private final Calls calls;

    StormFiles(Path folder, Random random, Calls calls) {
        this.folder = folder;
        this.random = random;
        this.calls = calls;
    }

    /** Refused while somebody has it open otherwise, or while it is about to go. */
    void open(Kernel kernel) {
        Path file = folder.resolve("file-" + random.nextInt(FILES));
        FileOpenOptions options = FileOpenOptions.defaults()
                .withAccess(
                        random.nextBoolean()
                                ? EnumSet.of(AccessRight.READ)
                                : EnumSet.of(AccessRight.READ, AccessRight.WRITE))
                .withShare(random.nextInt(4) == 0 ? EnumSet.of(FileShare.READ) : EnumSet.allOf(FileShare.class))
                .withDisposition(random.nextBoolean() ? FileDisposition.OPEN_ALWAYS : FileDisposition.CREATE_ALWAYS)
                .withDeleteOnClose(random.nextInt(3) == 0)
                .withInheritable(random.nextBoolean());
        calls.call("openFile", codes(5, 6, 32), () -> kernel.files().open(file, options));
    }

    /** Reads or writes a little, or moves the pointer. */
    void use(Kernel kernel, int handle) {
        ByteBuffer buffer = ByteBuffer.allocate(1 + random.nextInt(LENGTH));
        Set<Integer> gone = codes(5, 6);
        switch (random.nextInt(3)) {
            case 0 -> calls.call("writeFile", gone, () -> file(kernel, handle).write(buffer));
            case 1 -> calls.call("readFile", gone, () -> file(kernel, handle).read(buffer));
            default -> calls.run("seek", gone, () -> file(kernel, handle).seek(random.nextInt(LENGTH)));
        }
    }

    private static FileObject file(Kernel kernel, int handle) {
        return kernel.files().file(handle);
    }
}
