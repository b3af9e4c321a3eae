package io.mailslot.launcher.health;

/**
 * Text of OpenMetrics 1.0. A family is begun, then its samples follow, and no other family's between them. Counters are given
 * their suffix here.
 */
final class Exposition {
    static final String CONTENT_TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    /** What a family is of. */
    enum Type {
        gauge,
        counter
    }

    private final StringBuilder text = new StringBuilder();
    private String sample = "";

    /**
     * Begins a family.
     *
     * @param name which ends with the unit, if there is one, and without {@code _total}
     * @param unit empty for none
     */
    Exposition family(String name, Type type, String unit, String help) {
        if (!unit.isEmpty() && !name.endsWith("_" + unit)) {
            throw new IllegalArgumentException(name + " does not end with its unit " + unit);
        }
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        if (!unit.isEmpty()) {
            text.append("# UNIT ").append(name).append(' ').append(unit).append('\n');
        }
        text.append("# HELP ").append(name).append(' ').append(escaped(help)).append('\n');
        sample = type == Type.counter ? name + "_total" : name;
        return this;
    }

    /**
     * Adds a sample of the family.
     *
     * @param value which is left out if it is negative: it is not known
     * @param labels names and values in turn
     */
    Exposition sample(long value, String... labels) {
        if (value < 0) {
            return this;
        }
        text.append(sample);
        for (int i = 0; i < labels.length; i += 2) {
            text.append(i == 0 ? '{' : ',')
                    .append(labels[i])
                    .append("=\"")
                    .append(escaped(labels[i + 1]))
                    .append('"');
        }
        text.append(labels.length == 0 ? " " : "} ").append(value).append('\n');
        return this;
    }

    /** All of it, with its end. */
    String end() {
        return text + "# EOF\n";
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
