package io.mailslot.launcher.parse;

import java.lang.reflect.Field;
import java.util.List;

/**
 * One line of what is written down of a command: an argument, or a field that picocli fills in.
 *
 * @param kind what it is
 * @param field where its value goes: names from the command's object on, each with how far up in the hierarchy it is declared
 * @param names of an option; the index of a parameter
 * @param arity how many values it takes
 * @param label as messages call its value
 * @param required whether it has to be there
 * @param scope whether commands below have it, too
 * @param helpers classes of its converter, its preprocessor and its consumer, or empty
 * @param otherwise what it is worth without a value, or if it is left out; or empty
 */
record Form(
        Kind kind,
        List<String> field,
        List<String> names,
        String arity,
        String label,
        boolean required,
        boolean scope,
        List<String> helpers,
        List<String> otherwise) {
    /** Places in {@link #helpers}, and in {@link #otherwise}. */
    static final int CONVERTER = 0;

    static final int PREPROCESSOR = 1;
    static final int CONSUMER = 2;
    static final int FALLBACK = 0;
    static final int DEFAULT = 1;

    private static final String TAB = "\t";
    private static final String NEXT = " ";
    private static final int COLUMNS = 9;

    /** What a line is about. */
    enum Kind {
        OPTION,
        PARAMETER,
        /** The command above goes there. */
        PARENT,
        /** The description of the command goes there. */
        SPEC,
        /** An object whose fields are options, too. */
        MIXIN
    }

    static Form filled(Kind kind, List<String> field) {
        return new Form(kind, field, List.of(), "", "", false, false, List.of(), List.of());
    }

    String line() {
        return String.join(
                TAB,
                kind.name(),
                String.join(NEXT, field),
                String.join(NEXT, names),
                arity,
                label,
                Boolean.toString(required),
                Boolean.toString(scope),
                String.join(NEXT, helpers),
                String.join(NEXT, otherwise));
    }

    static Form of(String line) {
        String[] columns = line.split(TAB, COLUMNS);
        int i = 0;
        return new Form(
                Kind.valueOf(columns[i++]),
                List.of(columns[i++].split(NEXT)),
                List.of(columns[i++].split(NEXT)),
                columns[i++],
                columns[i++],
                Boolean.parseBoolean(columns[i++]),
                Boolean.parseBoolean(columns[i++]),
                List.of(columns[i++].split(NEXT, -1)),
                List.of(columns[i].split(NEXT, -1)));
    }

    /** How a field is named here. */
    static String name(Field field, Class<?> seenFrom) {
        int up = 0;
        for (Class<?> each = seenFrom; each != field.getDeclaringClass(); each = each.getSuperclass()) {
            up++;
        }
        return up + ":" + field.getName();
    }

    /** The field of an object that is named like that. */
    static Field field(String name, Object owner) {
        int colon = name.indexOf(':');
        Class<?> declaring = owner.getClass();
        for (int up = Integer.parseInt(name.substring(0, colon)); up > 0; up--) {
            declaring = declaring.getSuperclass();
        }
        try {
            Field field = declaring.getDeclaredField(name.substring(colon + 1));
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException other) {
            throw new IllegalStateException(declaring + " has no " + name, other);
        }
    }
}
