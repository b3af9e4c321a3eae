package io.mailslot.remote.internal.config;

import io.mailslot.api.InvalidArgumentException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and writes sizes and durations the way people do. */
public final class Amounts {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,15})([KMGT]?)(?:I?B)?");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|s|m|h|d)");
    private static final String UNITS = "KMGT";

    private Amounts() {}

    /**
     * Reads a size.
     *
     * @param text such as {@code 400}, {@code 64K} or {@code 1MiB}
     * @return bytes
     */
    public static long size(String text) {
        Matcher matcher = SIZE.matcher(text.strip().toUpperCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new InvalidArgumentException(
                    "'" + Names.printable(text) + "' is not a size such as 400, 64K, 1M or 2G");
        }
        int shift = 10 * (UNITS.indexOf(matcher.group(2)) + (matcher.group(2).isEmpty() ? 0 : 1));
        // what is too much for a long is too much for whoever asks
        return Math.min(Long.parseLong(matcher.group(1)), Long.MAX_VALUE >> shift) << shift;
    }

    /**
     * Reads a duration.
     *
     * @param text a number with its unit, such as {@code 30s} or {@code 7d}
     * @return the duration
     */
    public static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text.strip());
        if (!matcher.matches()) {
            throw new InvalidArgumentException(
                    "'" + Names.printable(text) + "' is not a duration such as 500ms, 30s, 5m, 1.5h or 7d");
        }
        BigDecimal millis = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(millisOf(matcher.group(2))));
        return Duration.ofMillis(millis.longValue());
    }

    private static long millisOf(String unit) {
        return switch (unit) {
            case "ms" -> 1;
            case "s" -> 1000;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            default -> 86_400_000;
        };
    }

    /** {@return bytes in the largest unit that needs no fraction} */
    public static String text(long bytes) {
        int unit = -1;
        long amount = bytes;
        while (amount > 0 && amount % 1024 == 0 && unit < UNITS.length() - 1) {
            amount /= 1024;
            unit++;
        }
        if (unit < 0) {
            return bytes == 1 ? "1 byte" : bytes + " bytes";
        }
        return amount + " " + UNITS.charAt(unit) + "iB";
    }

    /** {@return a duration in the largest unit that needs no fraction} */
    public static String text(Duration duration) {
        long millis = duration.toMillis();
        for (String unit : new String[] {"d", "h", "m", "s"}) {
            if (millis > 0 && millis % millisOf(unit) == 0) {
                return millis / millisOf(unit) + unit;
            }
        }
        return millis + "ms";
    }
}
