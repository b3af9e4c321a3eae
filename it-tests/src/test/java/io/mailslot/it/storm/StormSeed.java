package io.mailslot.it.storm;

/** Where the random choices of a storm begin. */
public final class StormSeed {
    private StormSeed() {}

    /** The one that {@code -Dmailslot.storm.seed} names, to play a storm again; else another one each time. */
    public static long chosen() {
        String wanted = System.getProperty("mailslot.storm.seed", "");
        return wanted.isBlank() ? System.nanoTime() : Long.parseLong(wanted);
    }
}
