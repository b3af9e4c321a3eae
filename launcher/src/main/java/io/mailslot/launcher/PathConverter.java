package io.mailslot.launcher;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a file, and says why one cannot be. */
final class PathConverter implements ITypeConverter<Path> {
    @Override
    public Path convert(String value) {
        try {
            return Path.of(value);
        } catch (InvalidPathException unfit) {
            throw new TypeConversionException("'" + value + "' has characters that file names cannot have here ("
                    + GivenWords.fileNames() + "); start Java with LC_ALL=C.UTF-8");
        }
    }
}
