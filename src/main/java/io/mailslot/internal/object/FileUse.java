package io.mailslot.internal.object;

import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.memory.Region;

/**
 * What one open does with a file and what it lets others do meanwhile, as bits.
 *
 * @param access what it does
 * @param share what others may do
 */
public record FileUse(int access, int share) {
    public static final int READ = 1;
    public static final int WRITE = 2;
    public static final int DELETE = 4;

    public static FileUse of(Region entry) {
        return new FileUse(entry.getInt(ObjectEntry.FILE_ACCESS_OFFSET), entry.getInt(ObjectEntry.FILE_SHARE_OFFSET));
    }

    /** Whether both can be open at once. An open that does nothing with the file's content disturbs nobody. */
    boolean fits(FileUse other) {
        return access == 0 || other.access == 0 || (access & ~other.share) == 0 && (other.access & ~share) == 0;
    }

    @Override
    public String toString() {
        return "access " + words(access) + ", share " + words(share);
    }

    private static String words(int bits) {
        String words = ((bits & READ) != 0 ? "+READ" : "")
                + ((bits & WRITE) != 0 ? "+WRITE" : "")
                + ((bits & DELETE) != 0 ? "+DELETE" : "");
        return words.isEmpty() ? "nothing" : words.substring(1);
    }
}
