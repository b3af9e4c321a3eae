package io.mailslot.remote.server;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Installed programs. */
final class Programs {
    /** Where Debian has servers, which is on no user's path. */
    private static final String MORE = File.pathSeparator + "/usr/sbin" + File.pathSeparator + "/usr/local/sbin";

    private Programs() {}

    static Optional<Path> find(String name) {
        String path = System.getenv().getOrDefault("PATH", "") + MORE;
        return Stream.of(path.split(Pattern.quote(File.pathSeparator)))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
