package io.mailslot.launcher.look;

import io.mailslot.api.AccessRight;
import io.mailslot.api.HandleFlag;
import io.mailslot.api.HandleInfo;
import io.mailslot.api.ObjectType;
import io.mailslot.inspect.MailslotStatus;
import io.mailslot.inspect.ProcessStatus;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What the looks call things. */
public final class Words {
    private static final int SIGNAL_BASE = 128;

    private Words() {}

    /**
     * An object's identity, as {@link HandleInfo#address()} has it.
     *
     * @param objectId of the object
     * @return for instance {@code 0x10003}
     */
    public static String address(long objectId) {
        return "0x" + Long.toHexString(objectId);
    }

    /**
     * A constant as it is shown.
     *
     * @param value any
     * @return in lower case, with dashes
     */
    public static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * How a process is, in one word; in capitals what keeps others waiting.
     *
     * @param process of a snapshot
     * @return the word
     */
    public static String state(ProcessStatus process) {
        return switch (process.osState()) {
            case ENDED -> "dead";
            case STOPPED -> "STOPPED";
            case UNKNOWN -> "unknown";
            case RUNNING ->
                switch (process.state()) {
                    case STARTING -> "starting";
                    case LIVE -> "live";
                    case DETACHED -> "left";
                };
        };
    }

    /**
     * Whether messages find no room in a mailslot.
     *
     * @param mailslot of a snapshot
     * @return true if some sender sleeps until there is room
     */
    public static boolean isFull(MailslotStatus mailslot) {
        return mailslot.sendersWait() && mailslot.messageCount() != 0;
    }

    /** Whether a state is one that keeps others waiting. */
    static Tone tone(String state) {
        return state.equals("STOPPED") || state.equals("dead") ? Tone.BAD : Tone.PLAIN;
    }

    /**
     * What a process was started as.
     *
     * @param process of a snapshot
     * @return its program and what that was given; a dash if it cannot be seen
     */
    public static String command(ProcessStatus process) {
        String text = ProgramText.of(process.commandLine());
        return text.isEmpty() ? "-" : text;
    }

    static String exit(int code) {
        String signal = switch (code - SIGNAL_BASE) {
            case 1 -> "SIGHUP";
            case 2 -> "SIGINT";
            case 3 -> "SIGQUIT";
            case 6 -> "SIGABRT";
            case 9 -> "SIGKILL";
            case 11 -> "SIGSEGV";
            case 15 -> "SIGTERM";
            default -> "";
        };
        return "exit " + code + (signal.isEmpty() ? "" : " (" + signal + ")");
    }

    /**
     * What a handle allows.
     *
     * @param handle of a process
     * @return its rights, or a dash
     */
    public static String access(HandleInfo handle) {
        Set<AccessRight> rights = handle.access();
        return rights.isEmpty() ? "-" : rights.stream().map(Words::lower).collect(Collectors.joining(","));
    }

    /**
     * What becomes of a handle.
     *
     * @param handle of a process
     * @return its flags, or a dash
     */
    public static String flags(HandleInfo handle) {
        String words = (handle.flags().contains(HandleFlag.INHERIT) ? ",inherit" : "")
                + (handle.flags().contains(HandleFlag.PROTECT_FROM_CLOSE) ? ",protect" : "");
        return words.isEmpty() ? "-" : words.substring(1);
    }

    /** A letter for a type, where there is no room for the word. */
    static char letter(ObjectType type) {
        return switch (type) {
            case RECEIVER -> 'r';
            case SENDER -> 's';
            case PROCESS -> 'p';
            case EVENT -> 'e';
            case SEMAPHORE -> 'c';
            case MUTEX -> 'm';
            case FILE -> 'f';
        };
    }

    /**
     * The two largest units of a time.
     *
     * @param time any
     * @return for instance {@code 2m05s}
     */
    public static String duration(Duration time) {
        long seconds = Math.max(0, time.toSeconds());
        if (seconds < 60) {
            return seconds + "s";
        }
        long minutes = seconds / 60;
        if (minutes < 60) {
            return minutes + "m" + (seconds % 60 == 0 ? "" : two(seconds % 60) + "s");
        }
        long hours = minutes / 60;
        return hours < 24 ? hours + "h" + two(minutes % 60) + "m" : hours / 24 + "d" + two(hours % 24) + "h";
    }

    private static String two(long number) {
        return (number < 10 ? "0" : "") + number;
    }

    /**
     * A number of things.
     *
     * @param number of them
     * @param thing one of them
     * @return both, in the plural if need be
     */
    public static String count(long number, String thing) {
        return number + " " + (number == 1 ? thing : plural(thing));
    }

    static String plural(String thing) {
        char last = Character.toLowerCase(thing.charAt(thing.length() - 1));
        return thing + (last == 's' || last == 'x' ? "es" : "s");
    }
}
