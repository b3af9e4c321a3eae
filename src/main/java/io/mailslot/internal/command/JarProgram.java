package io.mailslot.internal.command;

import io.mailslot.api.InvalidArgumentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipException;

/**
 * An executable jar.
 *
 * @param path absolute, because the child may run in another directory
 */
public record JarProgram(Path path) implements Program {
    public static JarProgram of(Path jar) {
        return new JarProgram(jar.toAbsolutePath());
    }

    @Override
    public Start start(JvmSettings jvm) {
        if (jvm.classPath().isPresent()) {
            throw new InvalidArgumentException("java -jar looks at no class path but that in the manifest of " + path
                    + "; leave withClassPath out, or start the main class by JavaCommand.of");
        }
        if (!Files.isRegularFile(path)) {
            throw Program.missing("there is no file " + path + "; build it, or check where it is", null);
        }
        try (JarFile jar = new JarFile(path.toFile(), false)) {
            Manifest manifest = jar.getManifest();
            if (manifest == null || manifest.getMainAttributes().getValue(Attributes.Name.MAIN_CLASS) == null) {
                throw Program.unfit(
                        "the manifest of " + path + " names no Main-Class; have it name one, or start a class of"
                                + " it by JavaCommand.of and withClassPath",
                        null);
            }
        } catch (ZipException noJar) {
            throw Program.unfit(path + " is no jar (" + noJar.getMessage() + "); build it again", noJar);
        } catch (IOException cannotLook) {
            // the child will see
        }
        return Start.of("", "-jar", path.toString());
    }
}
