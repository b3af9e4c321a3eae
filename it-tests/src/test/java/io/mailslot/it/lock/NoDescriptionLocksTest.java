package io.mailslot.it.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.api.EventOptions;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A sandbox that plays Linux and knows no locks of open file descriptions. */
@HomeTest
class NoDescriptionLocksTest {
    private static final String SANDBOX = String.join(
            "\n",
            "#define _GNU_SOURCE",
            "#include <dlfcn.h>",
            "#include <errno.h>",
            "#include <stdarg.h>",
            "int fcntl(int fd, int command, ...) {",
            "  va_list list; va_start(list, command); void *argument = va_arg(list, void *); va_end(list);",
            "  if (command >= 36 && command <= 38) { errno = EINVAL; return -1; }",
            "  int (*real)(int, int, ...) = dlsym(RTLD_NEXT, \"fcntl\");",
            "  return real(fd, command, argument);",
            "}",
            "");

    @Test
    void shouldGoOnWithTheOtherKind(TestHome home, Jvms jvms) throws Exception {
        Child child = jvms.jvm()
                .withEnvironment("LD_PRELOAD", sandbox(home).toString())
                .start();
        child.run(c -> c.kernel().createMailslot("slot")); // watches from now on, and asks for the locks
        Deadline.await("native code is loaded").until(() -> hasNativeCode(child));

        Deadline.await("it goes on").during(Duration.ofMillis(1_200)).until(() -> makesAnEvent(child));
        long before = leastDescriptors(child);
        long after = leastDescriptors(child);
        for (int tries = 1; tries < 5 && after > before; tries++) {
            before = after; // it may have come to need one more
            after = leastDescriptors(child);
        }
        assertThat(after).as("no descriptor is lost").isLessThanOrEqualTo(before);
        assertThat(makesAnEvent(jvms.start())).isTrue();
    }

    private static boolean makesAnEvent(Child child) {
        child.run(c ->
                c.kernel().synchronization().createEvent(EventOptions.defaults().withName("gate")));
        return true;
    }

    private static Path sandbox(TestHome home) throws IOException, InterruptedException {
        Path source = Files.writeString(home.scratch().resolve("sandbox.c"), SANDBOX);
        Path library = home.scratch().resolve("sandbox.so");
        Process compiler;
        try {
            compiler = new ProcessBuilder("cc", "-shared", "-fPIC", "-o", library.toString(), source.toString(), "-ldl")
                    .inheritIO()
                    .start();
        } catch (IOException none) {
            assumeTrue(false, "there is no C compiler");
            throw none;
        }
        assumeTrue(compiler.waitFor() == 0, "the C compiler makes no libraries");
        return library;
    }

    private static boolean hasNativeCode(Child child) throws IOException {
        Path maps = Path.of("/proc", String.valueOf(child.pid()), "maps");
        return Files.readString(maps, StandardCharsets.ISO_8859_1).contains("libjnidispatch");
    }

    /** Of some time in which the watch has looked, as a look opens some for a moment. */
    private static long leastDescriptors(Child child) {
        AtomicLong least = new AtomicLong(Long.MAX_VALUE);
        Deadline.await("it is looked at")
                .during(Duration.ofMillis(1_200))
                .until(() -> least.accumulateAndGet(descriptors(child), Math::min) > 0);
        return least.get();
    }

    private static long descriptors(Child child) {
        return new File("/proc/" + child.pid() + "/fd").list().length;
    }
}
