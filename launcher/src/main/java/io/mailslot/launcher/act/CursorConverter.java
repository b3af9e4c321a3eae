package io.mailslot.launcher.act;

import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.MailslotOptions;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a cursor. */
final class CursorConverter implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
        if (text.isEmpty()) {
            throw new TypeConversionException("the cursor's name is empty; give one, as in 'orders'");
        }
        try {
            return MailslotOptions.defaults().withCursor(text).cursor();
        } catch (InvalidArgumentException malformed) {
            throw new TypeConversionException(malformed.getMessage());
        }
    }
}
