package io.mailslot;

import io.mailslot.internal.log.JdkAccess;
import java.util.List;

/**
 * The JVM flags that give the library what it needs of the JDK. No JVM has to have them: what is missing is opened when the first
 * mailslot is created or opened, unless the system property {@code mailslot.opens} is {@code false}. With them nothing is
 * opened, and no JDK warns of what the library does.
 *
 * @since 0.1.0
 */
public final class JvmFlags {
    private JvmFlags() {}

    /**
     * The flags for a JDK and a library on the class path.
     *
     * @param featureVersion for instance 17 or 25
     * @return the flags, to be placed before the main class
     */
    public static List<String> forJdk(int featureVersion) {
        return JdkAccess.flags(featureVersion, JdkAccess.UNNAMED, JdkAccess.UNNAMED);
    }

    /**
     * The flags for the JDK that runs this program.
     *
     * @return the flags, to be placed before the main class
     */
    public static List<String> required() {
        return forJdk(Runtime.version().feature());
    }

    /**
     * The flags for the JDK that runs this program in one line, as for {@code JAVA_TOOL_OPTIONS} or an argument file.
     *
     * @return the flags with blanks between them
     */
    public static String commandLine() {
        return String.join(" ", required());
    }
}
