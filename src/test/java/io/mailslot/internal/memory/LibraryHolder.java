package io.mailslot.internal.memory;

import java.io.IOException;
import java.nio.file.Path;

/** Main class of a JVM that unpacks a library, tells the folder, and is in the middle of it until its input ends. */
public final class LibraryHolder {
    static final String NAME = "library.so";

    private LibraryHolder() {}

    public static void main(String[] arguments) throws IOException {
        try (UnpackedLibrary library =
                UnpackedLibrary.in(Path.of(arguments[0]), NAME, new byte[1]).orElseThrow()) {
            System.out.println(library.folder());
            System.in.read();
        }
    }
}
