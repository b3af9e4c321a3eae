package io.mailslot.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads text of OpenMetrics 1.0 as its grammar has it, and fails on all that this refuses. */
final class OpenMetricsText {
    private static final Pattern META = Pattern.compile("# (TYPE|UNIT|HELP) ([a-z_]+) (.*)");
    private static final Pattern SAMPLE = Pattern.compile("([a-z_]+)(\\{(.*)\\})? (-?[0-9]+)");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"((?:[^\\\\\"]|\\\\[\\\\\"n])*)\"(,|$)");
    private static final Pattern ESCAPED = Pattern.compile("(?:[^\\\\]|\\\\[\\\\\"n])*");

    private final Map<String, String> types = new LinkedHashMap<>();

    /** By name and labels, in the order of their names. */
    private final Map<String, Long> samples = new LinkedHashMap<>();

    private OpenMetricsText() {}

    static OpenMetricsText parse(String text) {
        assertThat(text).endsWith("\n# EOF\n").doesNotContain("\r", "\n\n");
        OpenMetricsText parsed = new OpenMetricsText();
        String family = "";
        Set<String> told = new HashSet<>();
        for (String line : text.substring(0, text.length() - "# EOF\n".length()).split("\n")) {
            Matcher meta = META.matcher(line);
            if (meta.matches()) {
                if (!meta.group(2).equals(family)) {
                    family = meta.group(2);
                    told.clear();
                    assertThat(parsed.types).as("one family twice").doesNotContainKey(family);
                    assertThat(meta.group(1)).isEqualTo("TYPE");
                    assertThat(meta.group(3)).isIn("gauge", "counter");
                    parsed.types.put(family, meta.group(3));
                }
                assertThat(told.add(meta.group(1))).as(line).isTrue();
                if (meta.group(1).equals("UNIT")) {
                    assertThat(family).endsWith("_" + meta.group(3));
                }
                assertThat(meta.group(3)).matches(ESCAPED);
            } else {
                parsed.sample(family, line);
            }
        }
        return parsed;
    }

    private void sample(String family, String line) {
        Matcher sample = SAMPLE.matcher(line);
        assertThat(sample.matches()).as(line).isTrue();
        boolean counter = types.get(family).equals("counter");
        assertThat(sample.group(1)).isEqualTo(counter ? family + "_total" : family);
        Map<String, String> labels = new TreeMap<>();
        if (sample.group(3) != null) {
            Matcher label = LABEL.matcher(sample.group(3));
            int end = 0;
            while (label.find()) {
                assertThat(label.start()).as(line).isEqualTo(end);
                end = label.end();
                assertThat(labels.put(label.group(1), unescaped(label.group(2))))
                        .isNull();
            }
            assertThat(end).as(line).isEqualTo(sample.group(3).length());
        }
        long value = Long.parseLong(sample.group(4));
        assertThat(counter && value < 0).as(line).isFalse();
        assertThat(samples.put(sample.group(1) + labels, value)).as(line).isNull();
    }

    private static String unescaped(String value) {
        return value.replaceAll("\\\\n", "\n").replaceAll("\\\\([\\\\\"])", "$1");
    }

    Map<String, Long> samples() {
        return samples;
    }

    Map<String, String> types() {
        return types;
    }
}
