package io.mailslot.it.ends;

import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A JVM like an application server: attaches through copies of the library in class loaders of their own, one after the
 * other. For each line of input it undeploys one and deploys the next; at the end of the input it undeploys and ends.
 */
final class Deployments {
    private Deployments() {}

    public static void main(String[] args) throws Exception {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        AutoCloseable deployed = deploy();
        System.out.println("deployed");
        while (commands.readLine() != null) {
            deployed.close();
            deployed = deploy();
            System.out.println("deployed");
        }
        deployed.close();
    }

    private static AutoCloseable deploy() throws Exception {
        ClassLoader loader = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader());
        return (AutoCloseable)
                loader.loadClass("io.mailslot.Kernel").getMethod("attach").invoke(null);
    }

    static URL[] classPath() throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }
}
