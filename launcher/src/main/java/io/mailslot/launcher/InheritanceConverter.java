package io.mailslot.launcher;

import io.mailslot.api.Inheritance;
import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code all}, {@code none} or a list of handle numbers such as {@code 4,8}. */
final class InheritanceConverter implements ITypeConverter<Inheritance> {
    @Override
    public Inheritance convert(String value) {
        return switch (value) {
            case "all" -> Inheritance.all();
            case "none" -> Inheritance.none();
            default -> Inheritance.only(handles(value));
        };
    }

    private static int[] handles(String value) {
        try {
            return Arrays.stream(value.split(",", -1))
                    .mapToInt(number -> Integer.parseInt(number.strip()))
                    .toArray();
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + value + "' is not all, none or handle numbers such as 4,8");
        }
    }
}
