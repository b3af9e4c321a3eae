package io.mailslot.it.harness;

import io.mailslot.internal.layout.HandleTableHeader;
import io.mailslot.internal.layout.KernelHeader;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.layout.ProcessRecord;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Overwrites a few places of a home's files, mostly such as hold something, with values that hurt. */
public final class Damage {
    private static final int[] NASTY = {0, 1, 2, 3, 4, 5, 7, 255, 256, 65_535, 65_536, -1, Integer.MAX_VALUE};
    private static final int HEAD_LENGTH = 4_096;
    private static final int USED_OBJECTS = 12;
    private static final int USED_RECORDS = 3;
    private static final int USED_HANDLES = 12;

    private final Random random;

    public Damage(Random random) {
        this.random = random;
    }

    /** Damages kernel.dat in one to four places; tells where. */
    public String kernelData(Path file) throws IOException {
        return several(file, this::kernelOffset);
    }

    /** Damages handles.dat in one to four places; tells where. */
    public String handles(Path file) throws IOException {
        return several(file, this::handlesOffset);
    }

    /** Damages any file in one to four places, most of them where files begin; tells where. */
    public String anywhere(Path file) throws IOException {
        int length = (int) Math.min(Files.size(file), Integer.MAX_VALUE) - Long.BYTES;
        return several(file, () -> random.nextInt(random.nextInt(4) > 0 ? Math.min(length, HEAD_LENGTH) : length));
    }

    private interface Place {
        int next();
    }

    private String several(Path file, Place place) throws IOException {
        StringBuilder told = new StringBuilder();
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            for (int i = random.nextInt(4); i >= 0; i--) {
                told.append(one(out, place.next())).append(' ');
            }
        }
        return told.toString();
    }

    private String one(RandomAccessFile file, int offset) throws IOException {
        if (random.nextBoolean()) {
            int aligned = offset & -Integer.BYTES;
            int value = random.nextInt(4) == 0 ? random.nextInt() : NASTY[random.nextInt(NASTY.length)];
            file.seek(aligned);
            file.write(ByteBuffer.allocate(Integer.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .putInt(value)
                    .array());
            return aligned + "=" + value;
        }
        file.seek(offset);
        int flipped = file.read() ^ 1 << random.nextInt(Byte.SIZE);
        file.seek(offset);
        file.write(flipped);
        return offset + ":=" + flipped;
    }

    private int kernelOffset() {
        return switch (random.nextInt(8)) {
            case 0 -> 12 + random.nextInt(64);
            case 1 -> KernelHeader.NAME_BUCKETS_OFFSET + random.nextInt(KernelHeader.NAME_BUCKETS * Integer.BYTES);
            case 2, 3 ->
                KernelHeader.PROCESS_TABLE_OFFSET
                        + random.nextInt(USED_RECORDS) * ProcessRecord.LENGTH
                        + random.nextInt(96);
            case 4, 5, 6 -> object() + random.nextInt(64);
            default -> object() + random.nextInt(ObjectEntry.LENGTH);
        };
    }

    private int object() {
        return KernelHeader.OBJECT_TABLE_OFFSET + random.nextInt(USED_OBJECTS) * ObjectEntry.LENGTH;
    }

    private int handlesOffset() {
        return random.nextInt(3) == 0
                ? random.nextInt(24)
                : HandleTableHeader.HEADER_LENGTH + random.nextInt(USED_HANDLES * Long.BYTES);
    }
}
