package io.mailslot.it.ends;

import io.mailslot.internal.memory.Futex;
import io.mailslot.it.harness.Deadline;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URLClassLoader;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A JVM like an application server: has a thread of its own run an application in a class loader, drops both, and prints
 * that the class loader is gone though the thread lives on. What calls native code is shared with this JVM, as a library
 * of the container: JNA keeps classes that have native methods for ever.
 */
final class Undeployed {
    /** JDK 17 keeps the record whose comparison was linked last. */
    private record Latest(Object of) {}

    private Undeployed() {}

    public static void main(String[] args) throws Exception {
        if (!Futex.canSleep()) { // asked here, or JNA's own thread begins below the application, and knows it
            System.out.println("no native access");
        }
        ExecutorService container = Executors.newSingleThreadExecutor();
        WeakReference<ClassLoader> loader = deployed(container);
        new Latest(args).equals(new Latest(args));
        Deadline.await("the class loader is collected").until(() -> {
            System.gc();
            return loader.get() == null;
        });
        System.out.println("collected");
        container.submit(() -> {}).get();
        container.shutdown();
    }

    private static WeakReference<ClassLoader> deployed(ExecutorService container) throws Exception {
        ClassLoader loader = new ApplicationLoader();
        Runnable application = (Runnable)
                loader.loadClass(Deployed.class.getName()).getConstructor().newInstance();
        container.submit(application).get();
        return new WeakReference<>(loader);
    }

    /** Loads everything anew but what calls native code, and what that uses. */
    private static final class ApplicationLoader extends URLClassLoader {
        private static final List<String> SHARED =
                List.of("com.sun.jna.", "io.mailslot.internal.memory.", "io.mailslot.api.");

        ApplicationLoader() throws MalformedURLException {
            super(Deployments.classPath(), ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            return SHARED.stream().anyMatch(name::startsWith)
                    ? Undeployed.class.getClassLoader().loadClass(name)
                    : super.findClass(name);
        }
    }
}
