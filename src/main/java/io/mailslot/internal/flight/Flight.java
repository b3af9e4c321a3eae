package io.mailslot.internal.flight;

import jdk.jfr.FlightRecorder;

/** Whether anybody records. The only class here that may be used before that is known. */
public final class Flight {
    /**
     * Set by the JDK from the begin of its first recording on. Anything else that could be asked loads a hundred classes of the
     * recorder, which takes a fresh JVM hundreds of milliseconds.
     */
    private static final String REPOSITORY = "jdk.jfr.repository";

    /** For recordings that are kept in memory only, which have no repository. */
    private static final boolean ALWAYS = Boolean.getBoolean("mailslot.jfr");

    private Flight() {}

    /** Looked up once somebody seems to record. */
    private static final class Recorder {
        /** Of the layer that this library can read, whether or not the JVM has the module. */
        static final boolean IS_THERE = ModuleLayer.boot().findModule("jdk.jfr").isPresent() && isAvailable();

        private static boolean isAvailable() {
            return FlightRecorder.isAvailable();
        }
    }

    /** Whether there is, or was, a flight recording in this JVM. Costs a look at a system property, so it is for what is slow. */
    public static boolean isRecorded() {
        return (System.getProperty(REPOSITORY) != null || ALWAYS) && Recorder.IS_THERE;
    }

    /**
     * Has statistics told in each period of a recording that wants them.
     *
     * @param tell calls {@link MailslotStatistics#tell}; is kept until {@link #stopTelling}
     */
    public static void keepTelling(Runnable tell) {
        FlightRecorder.addPeriodicEvent(MailslotStatistics.class, tell);
    }

    /** Ends that. */
    public static void stopTelling(Runnable tell) {
        FlightRecorder.removePeriodicEvent(tell);
    }
}
