package io.mailslot.launcher.look;

import io.mailslot.api.ErrorCode;
import io.mailslot.inspect.Detail;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.Unseen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where a look has its snapshot from, and what it says of what is not in it. */
public final class Snapshots {
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private Snapshots() {}

    /**
     * Looks at a home, or reads what was seen of one.
     *
     * @param context of the command
     * @param from what {@code snapshot} has written; null for the home as it is now
     * @param details what is to be told beyond what costs nothing
     * @return what there is; of a home that does not exist, nothing
     * @throws IOException if the file cannot be read
     */
    public static HomeSnapshot read(LookContext context, Path from, Detail... details) throws IOException {
        if (from == null) {
            Path home = context.home();
            return HomeInspector.inspect(home, details).orElseGet(() -> HomeSnapshot.empty(home));
        }
        try {
            return SavedSnapshot.read(from);
        } catch (IllegalArgumentException other) {
            throw context.failure(ErrorCode.FILE_CORRUPT, from + " is no snapshot: " + other.getMessage());
        }
    }

    /**
     * Says what could not be seen.
     *
     * @param context of the command
     * @param unseen of the snapshot
     * @return the exit code, which tells of it, too
     */
    public static int tell(LookContext context, List<Unseen> unseen) {
        unseen.forEach(one -> context.say(one.detail()));
        return unseen.isEmpty() ? 0 : context.exitCode(unseen.get(0).code());
    }

    /**
     * How a command that is advised finds what was looked at: never the home that is named by nobody.
     *
     * @param context of the command
     * @param from the file that was read; null for the home
     * @param home what was seen
     * @return nothing, or a blank and the option
     */
    public static String homeOption(LookContext context, Path from, HomeSnapshot home) {
        return from == null
                ? context.homeOption()
                : " --home " + context.shellWord(home.home().toString());
    }

    /**
     * Whether commands reach what was looked at. In another boot, or on another machine, they would act on others.
     *
     * @param from the file that was read; null for the home
     * @param home what was seen
     * @return true for the home as it is now
     */
    public static boolean isWithinReach(Path from, HomeSnapshot home) {
        return from == null || home.bootId().toString().equals(thisBoot());
    }

    /** Empty where the system hides it. */
    private static String thisBoot() {
        try {
            return Files.readString(BOOT_ID).trim();
        } catch (IOException hidden) {
            return "";
        }
    }
}
