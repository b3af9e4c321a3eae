package io.mailslot.it.harness;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import java.nio.file.Path;

/** Where a child is attached that is not in its test's home. There is one in a JVM. */
public final class OtherHome {
    private static Kernel kernel;

    private OtherHome() {}

    /** Attaches; tells the path of the home. */
    public static String attach(String home) {
        return attach(KernelOptions.defaults().withHome(Path.of(home)));
    }

    /** As {@link #attach(String)}, to a home that a group shares. */
    public static String attach(String home, String group) {
        return attach(KernelOptions.defaults().withHome(Path.of(home)).withGroup(group));
    }

    private static String attach(KernelOptions options) {
        kernel = Kernel.attach(options);
        return kernel.home().toString();
    }

    public static Kernel kernel() {
        return kernel;
    }
}
