package io.mailslot.launcher;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads durations the way people write them: {@code 500ms}, {@code 5s}, {@code 1.5h}; a bare number is seconds. */
final class DurationConverter implements ITypeConverter<Duration> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?)(ms|s|m|h|d)?");

    /** A hundred years; its nanoseconds fit a long, so that nobody has to think of overflow. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    @Override
    public Duration convert(String value) {
        Matcher matcher = FORM.matcher(value.strip());
        if (!matcher.matches()) {
            throw new TypeConversionException("'" + value + "' is not a duration such as 500ms, 5s, 2m, 1.5h or 1d");
        }
        BigDecimal nanos = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(nanosOf(matcher.group(2))));
        BigDecimal billion = BigDecimal.valueOf(1_000_000_000L);
        BigDecimal[] parts = nanos.setScale(0, RoundingMode.UP).divideAndRemainder(billion);
        Duration duration = Duration.ofSeconds(parts[0].longValueExact(), parts[1].longValueExact());
        if (duration.compareTo(LONGEST) > 0) {
            throw new TypeConversionException("'" + value + "' is longer than " + LONGEST.toDays() + "d");
        }
        return duration;
    }

    private static long nanosOf(String unit) {
        Duration one = switch (unit == null ? "s" : unit) {
            case "ms" -> Duration.ofMillis(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            case "d" -> Duration.ofDays(1);
            default -> Duration.ofSeconds(1);
        };
        return one.toNanos();
    }
}
