package io.mailslot.it.ends;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A JVM like an application server: attaches through copies of the library in class loaders of their own, one after the
 * other. For each byte of input it undeploys one and deploys the next; at the end of the input it undeploys and ends.
 */
final class Deployments {
    private Deployments() {}

    public static void main(String[] args) throws Exception {
        AutoCloseable deployed = deploy();
        System.out.println("deployed");
        while (System.in.read() >= 0) {
            deployed.close();
            deployed = deploy();
            System.out.println("deployed");
            skipLine();
        }
        deployed.close();
    }

    private static void skipLine() throws IOException {
        while (System.in.available() > 0) {
            System.in.read();
        }
    }

    private static AutoCloseable deploy() throws Exception {
        ClassLoader loader = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader());
        return (AutoCloseable)
                loader.loadClass("io.mailslot.Kernel").getMethod("attach").invoke(null);
    }

    private static URL[] classPath() throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }
}
