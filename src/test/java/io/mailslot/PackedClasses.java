package io.mailslot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.spi.ToolProvider;

/**
 * The class path of this JVM with its folders packed into jars, as users have the library. A class that lies in a folder needs
 * a descriptor when it is loaded, one in a jar that is open needs none.
 */
public final class PackedClasses {
    private PackedClasses() {}

    /**
     * Packs them.
     *
     * @param folder where the jars are to be
     */
    public static Path[] in(Path folder) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .map(entry -> Files.isDirectory(entry) ? packed(entry, folder) : entry)
                .toArray(Path[]::new);
    }

    private static Path packed(Path classes, Path folder) {
        Path jar = folder.resolve(classes.getFileName() + ".jar");
        int status = ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(
                        System.out,
                        System.err,
                        "--create",
                        "--no-compress",
                        "--file",
                        jar.toString(),
                        "-C",
                        classes.toString(),
                        ".");
        assertThat(status).isZero();
        return jar;
    }
}
