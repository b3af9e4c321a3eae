package io.mailslot.it.ends;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a JVM like an application server does: it attaches through copies of the library in class loaders of their own, one after
 * the other. There is one of it in a JVM.
 */
final class Deployments {
    private static AutoCloseable deployed;

    private Deployments() {}

    static void deploy() throws Exception {
        ClassLoader loader = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader());
        deployed = (AutoCloseable)
                loader.loadClass("io.mailslot.Kernel").getMethod("attach").invoke(null);
    }

    static void undeploy() throws Exception {
        deployed.close();
        deployed = null;
    }

    static URL[] classPath() throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }
}
