package io.mailslot.launcher.look;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** One object of a JSON document. What must be there and is not, or is of another type, is an {@link IllegalArgumentException}. */
final class Fields {
    private final Map<String, Object> values;

    Fields(Map<String, Object> values) {
        this.values = values;
    }

    private static IllegalArgumentException wrong(String name) {
        return new IllegalArgumentException("its field '" + name + "' is missing, or makes no sense");
    }

    private <T> Optional<T> get(String name, Class<T> type) {
        Object value = values.get(name);
        if (value != null && !type.isInstance(value)) {
            throw wrong(name);
        }
        return Optional.ofNullable(type.cast(value));
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    String text(String name) {
        return get(name, String.class).orElseThrow(() -> wrong(name));
    }

    Path path(String name) {
        try {
            return Path.of(text(name));
        } catch (InvalidPathException e) {
            throw wrong(name);
        }
    }

    UUID uuid(String name) {
        String text = text(name);
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw wrong(name);
        }
    }

    Optional<String> optionalText(String name) {
        return get(name, String.class);
    }

    boolean flag(String name) {
        return get(name, Boolean.class).orElse(false);
    }

    Optional<Boolean> optionalFlag(String name) {
        return get(name, Boolean.class);
    }

    long number(String name, long otherwise) {
        return get(name, Number.class).map(Number::longValue).orElse(otherwise);
    }

    OptionalLong optionalNumber(String name) {
        Optional<Number> number = get(name, Number.class);
        return number.isPresent() ? OptionalLong.of(number.get().longValue()) : OptionalLong.empty();
    }

    long address(String name) {
        return parse(name, text(name));
    }

    OptionalLong optionalAddress(String name) {
        Optional<String> text = optionalText(name);
        return text.isPresent() ? OptionalLong.of(parse(name, text.get())) : OptionalLong.empty();
    }

    private static long parse(String name, String address) {
        try {
            return Long.decode(address);
        } catch (NumberFormatException e) {
            throw wrong(name);
        }
    }

    <E extends Enum<E>> E constant(String name, Class<E> type) {
        return constant(name, type, text(name));
    }

    <E extends Enum<E>> Set<E> constants(String name, Class<E> type) {
        Set<E> constants = EnumSet.noneOf(type);
        texts(name).forEach(word -> constants.add(constant(name, type, word)));
        return constants;
    }

    private static <E extends Enum<E>> E constant(String name, Class<E> type, String word) {
        try {
            return Enum.valueOf(type, word.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException unknown) {
            throw wrong(name);
        }
    }

    List<String> texts(String name) {
        return items(name).stream().map(String::valueOf).toList();
    }

    List<Long> numbers(String name) {
        return items(name).stream()
                .map(each -> {
                    if (each instanceof Number number) {
                        return number.longValue();
                    }
                    throw wrong(name);
                })
                .toList();
    }

    private List<?> items(String name) {
        return get(name, List.class).orElse(List.of());
    }

    /** An object within this one; one without fields if there is none. */
    Fields part(String name) {
        return optionalPart(name).orElse(new Fields(Map.of()));
    }

    Optional<Fields> optionalPart(String name) {
        return get(name, Map.class).map(map -> of(map));
    }

    /** Empty also for what the document does not show. */
    <T> List<T> list(String name, Function<Fields, T> reading) {
        return items(name).stream()
                .map(each -> {
                    if (each instanceof Map<?, ?> map) {
                        return reading.apply(of(map));
                    }
                    throw wrong(name);
                })
                .toList();
    }

    @SuppressWarnings("unchecked") // the keys of an object in JSON are texts
    private static Fields of(Map<?, ?> map) {
        return new Fields((Map<String, Object>) map);
    }
}
