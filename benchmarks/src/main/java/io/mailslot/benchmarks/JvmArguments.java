package io.mailslot.benchmarks;

/** The flags of {@link io.mailslot.JvmFlags} as constants, which annotations need. */
final class JvmArguments {
    static final String CHANNELS = "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED";
    static final String REFLECTION = "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED";
    static final String CLEANERS = "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED";

    static final String QUIET = "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn";

    private JvmArguments() {}
}
