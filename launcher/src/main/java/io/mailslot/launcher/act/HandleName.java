package io.mailslot.launcher.act;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A handle of some process, as the looks name it: {@code 4711:28}. */
record HandleName(long processId, int handle) {

    /** Reads one. */
    static final class Converter implements ITypeConverter<HandleName> {
        @Override
        public HandleName convert(String text) {
            String[] parts = text.split(":", -1);
            try {
                if (parts.length == 2) {
                    return new HandleName(Long.parseLong(parts[0]), Integer.parseInt(parts[1]));
                }
            } catch (NumberFormatException malformed) {
                // told below
            }
            throw new TypeConversionException(
                    "'" + text + "' is no PID:HANDLE such as 4711:28; see them with: mailslot handles");
        }
    }

    @Override
    public String toString() {
        return processId + ":" + handle;
    }
}
