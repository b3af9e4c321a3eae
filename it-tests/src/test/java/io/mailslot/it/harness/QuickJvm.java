package io.mailslot.it.harness;

import io.mailslot.JavaCommand;
import java.util.ArrayList;
import java.util.List;

/** Options that make a short-lived JVM start sooner, and keep the library's logging to warnings. */
public final class QuickJvm {
    /**
     * By default the compiler takes a third of the processor time of a child that sends a message or two, for code that hardly
     * runs again.
     */
    static final List<String> LITTLE_COMPILED = List.of(
            "-XX:Tier3InvocationThreshold=1000",
            "-XX:Tier3MinInvocationThreshold=500",
            "-XX:Tier3CompileThreshold=5000");

    private QuickJvm() {}

    /** The command with all of them. */
    public static JavaCommand of(JavaCommand command) {
        return command.withJvmOptions("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto")
                .withJvmOptions(options().toArray(String[]::new));
    }

    /** Those of them that the test kit does not know. */
    static List<String> options() {
        List<String> options = new ArrayList<>(LITTLE_COMPILED);
        options.addAll(List.of("-Xmx256m", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"));
        options.addAll(ClassArchives.childOptions());
        return options;
    }
}
