package io.mailslot.launcher.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the kernel of this machine can do for the library, by its version: what it lacks costs time, and nothing else. */
final class SystemRemarks {
    private static final Path RELEASE = Path.of("/proc/sys/kernel/osrelease");
    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+).*", Pattern.DOTALL);
    private static final int MAJOR = 1000;

    private SystemRemarks() {}

    static Remark kernel() {
        String release;
        try {
            release = Files.readString(RELEASE).trim();
        } catch (IOException hidden) {
            return Remark.warn("kernel", "the version of the kernel cannot be read: " + hidden.getMessage());
        }
        return kernel(release);
    }

    static Remark kernel(String release) {
        Matcher matcher = VERSION.matcher(release);
        if (!matcher.matches()) {
            return Remark.warn("kernel", "kernel " + release + " has no version that is known here");
        }
        int version = Integer.parseInt(matcher.group(1)) * MAJOR + Integer.parseInt(matcher.group(2));
        boolean waits = version >= 5 * MAJOR + 16;
        String text = "kernel " + release + ": futex_waitv " + answer(waits, "5.16") + ", pidfd "
                + answer(version >= 5 * MAJOR + 3, "5.3") + ", exit codes of strangers "
                + answer(version >= 6 * MAJOR + 15, "6.15");
        return waits
                ? Remark.ok("kernel", text)
                : Remark.warn("kernel", text + "; waits for several objects look every millisecond");
    }

    private static String answer(boolean has, String since) {
        return has ? "yes" : "no (from " + since + ")";
    }
}
