package io.mailslot.remote.harness;

import java.util.Random;

/** How long the tests are: short ones in every build, long ones in the Maven profile {@code storm}. */
public final class Bounds {
    private static final int SERVER_KILLS = 20;
    private static final int MOST_ENDS = 10;
    private static final int FEW = 2;
    private static final int MANY = 10;
    private static final int ALL = 100;

    private Bounds() {}

    /** {@return how often a bridge is killed} */
    public static int kills() {
        return Integer.getInteger("mailslot.bridgestorm.kills", 3);
    }

    /** {@return how often a server is killed} */
    public static int serverKills() {
        return isLong() ? Math.min(kills(), SERVER_KILLS) : FEW;
    }

    /** {@return how often everything is killed} */
    public static int ends() {
        return isLong() ? Math.min(kills(), MOST_ENDS) : 1;
    }

    /** {@return whether there is time for what takes long: not in every build} */
    public static boolean isLong() {
        return kills() >= MANY;
    }

    /** {@return whether there is time for everything: in the profile as it is} */
    public static boolean isWhole() {
        return kills() >= ALL;
    }

    /** {@return how many messages go each way} */
    public static int messages() {
        return Integer.getInteger("mailslot.bridgestorm.messages", 3_000);
    }

    /** {@return how long a cable is out, in seconds} */
    public static int cableSeconds() {
        return Integer.getInteger("mailslot.bridgestorm.cable.seconds", 2);
    }

    /** {@return how many machines hear a broadcast beside the one that sends} */
    public static int hearers() {
        return Integer.getInteger("mailslot.bridgestorm.machines", 2);
    }

    /** Random moments; {@code -Dmailslot.storm.seed} has the same ones again. */
    public static Random random() {
        String given = System.getProperty("mailslot.storm.seed", "");
        long seed = given.isBlank() ? System.nanoTime() : Long.parseLong(given);
        System.out.println("seed " + seed);
        return new Random(seed);
    }
}
