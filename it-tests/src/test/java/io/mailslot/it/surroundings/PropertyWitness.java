package io.mailslot.it.surroundings;

import io.mailslot.Kernel;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * An application that uses a mailslot, itself or through a class loader of its own, and prints which of its system
 * properties have changed since, one a line, but for those that only Chronicle and JNA know.
 */
public final class PropertyWitness {
    static final String OWN_LOADER = "own-loader";
    static final String DONE = "done";

    private PropertyWitness() {}

    /** Arguments: {@value #OWN_LOADER}, or none. */
    public static void main(String[] args) throws Exception {
        if (args.length == 0) {
            witness();
            return;
        }
        String[] classPath = System.getProperty("java.class.path").split(File.pathSeparator);
        // and one more, which is not on the JVM's class path
        URL[] urls = Stream.concat(Arrays.stream(classPath), Stream.of("."))
                .map(Path::of)
                .map(PropertyWitness::url)
                .toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
            Thread.currentThread().setContextClassLoader(loader);
            loader.loadClass(PropertyWitness.class.getName())
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) new String[0]);
        }
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static void witness() {
        Properties before = (Properties) System.getProperties().clone();
        try (Kernel kernel = Kernel.attach()) {
            Receiver receiver = kernel.createMailslot("m");
            Sender sender = kernel.openMailslot("m");
            sender.write(new byte[1]);
            receiver.read();
        }
        System.getProperties().forEach((name, value) -> {
            if (!value.equals(before.get(name)) && !isOfALibrary(name.toString())) {
                System.out.println(name + "=" + value);
            }
        });
        System.out.println(DONE);
    }

    private static boolean isOfALibrary(String name) {
        return name.startsWith("chronicle.")
                || name.startsWith("jna.")
                || name.equals("jnidispatch.path")
                || name.equals("background.releaser")
                || name.equals("disable.ctl.orphan.tracking")
                // the JDK's own, at the first date
                || name.equals("user.timezone");
    }
}
