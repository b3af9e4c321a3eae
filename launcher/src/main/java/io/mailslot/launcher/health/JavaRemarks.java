package io.mailslot.launcher.health;

import io.mailslot.JvmFlags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the Java is that runs this command, and with it, as a rule, those of the same user. */
final class JavaRemarks {
    private static final Pattern FLAG = Pattern.compile("--add-(opens|exports)=([^/]+)/([^=]+)=.*");
    private static final String NATIVE_FLAG = "--enable-native-access=";
    /** Set by bin/mailslot to what the user had, where it has to have another locale. */
    private static final String LOCALE_PROPERTY = "mailslot.lc.all";

    private final List<String> words;
    private final UnaryOperator<String> shellWord;

    /** With what quotes a word for a shell. */
    JavaRemarks(UnaryOperator<String> shellWord) {
        this.shellWord = shellWord;
        words = commandLine();
    }

    /** The words of this JVM; none where the system hides them. */
    private static List<String> commandLine() {
        try {
            return List.of(Files.readString(Path.of("/proc/self/cmdline")).split("\0"));
        } catch (IOException hidden) {
            return List.of();
        }
    }

    List<Remark> all() {
        return List.of(flags(), new ArchiveRemark(words, shellWord).get(), locale());
    }

    private Remark flags() {
        String version = "Java " + Runtime.version().feature() + " (" + System.getProperty("java.version") + ")";
        List<String> missing =
                JvmFlags.required().stream().filter(flag -> !isThere(flag)).toList();
        if (missing.isEmpty()) {
            return Remark.ok("java", version + ", all flags of the library present; 17 is the oldest");
        }
        return Remark.warn(
                        "java",
                        version + " runs without " + String.join(" ", missing)
                                + ": what is closed the library opens by itself, or the JDK warns")
                .fix("export MAILSLOT_JAVA_OPTS='" + JvmFlags.commandLine() + "'");
    }

    private boolean isThere(String flag) {
        Matcher matcher = FLAG.matcher(flag);
        if (!matcher.matches()) {
            return words.contains(flag)
                    || words.isEmpty()
                    || flag.startsWith("-XX:")
                    || flag.startsWith(NATIVE_FLAG) && mayCallNativeCode();
        }
        Module user = JvmFlags.class.getModule();
        String name = matcher.group(3);
        return ModuleLayer.boot()
                .findModule(matcher.group(2))
                .filter(module ->
                        matcher.group(1).equals("opens") ? module.isOpen(name, user) : module.isExported(name, user))
                .isPresent();
    }

    /** The manifest of a jar may say so, too. Older Javas do not ask. */
    private static boolean mayCallNativeCode() {
        try {
            return (Boolean) Module.class.getMethod("isNativeAccessEnabled").invoke(JvmFlags.class.getModule());
        } catch (ReflectiveOperationException older) {
            return true;
        }
    }

    /** Names of mailslots are in files; what a Java cannot spell it takes for another name. */
    private static Remark locale() {
        String about = "locale";
        String encoding = System.getProperty("sun.jnu.encoding", "");
        boolean helped = System.getProperty(LOCALE_PROPERTY) != null;
        String usual = helped ? "of this shell" : encoding;
        if (!helped && encoding.toUpperCase(Locale.ROOT).equals("UTF-8")) {
            return Remark.ok(about, "locale with UTF-8: names may have any letter");
        }
        return Remark.warn(
                        about,
                        "the locale (" + usual + ") is not UTF-8: other Javas read letters beyond ASCII in arguments "
                                + "and paths as '?'")
                .fix("export LC_ALL=C.UTF-8");
    }
}
