package io.mailslot.internal.object;

/**
 * Which record of the process table, and which generation of it: names one process among all that ever had a record.
 *
 * @param index the record's index
 * @param generation the record's generation
 */
public record ProcessRef(int index, int generation) {
    /** Reads what {@link #toString} writes. */
    public static ProcessRef parse(String text) {
        String[] parts = text.split("-", 2);
        if (parts.length != 2) {
            throw new IllegalArgumentException("no process reference: " + text);
        }
        return new ProcessRef(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
    }

    /** The lowest bits of the generation, for words that have no room for all of them. */
    public int generationBits(int bits) {
        return generation & (1 << bits) - 1;
    }

    /** As a record has it. Written out because a fresh JVM generates that of a record when it is first asked: 40 ms, under a lock. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ProcessRef that && index == that.index && generation == that.generation;
    }

    @Override
    public int hashCode() {
        return 31 * index + generation;
    }

    @Override
    public String toString() {
        return index + "-" + generation;
    }
}
