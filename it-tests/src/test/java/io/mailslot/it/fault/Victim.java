package io.mailslot.it.fault;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.FileDisposition;
import io.mailslot.api.FileOpenOptions;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.ProcessObject;
import io.mailslot.api.Receiver;
import io.mailslot.testkit.ChildContext;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What a child does that passes a fault point in the course of a deed, and what it finds in the home. */
public final class Victim {
    /** The mailslot that the deeds create. */
    static final String OWN_MAILSLOT = "victim";

    /** A durable one, its cursor, and what was left in it. */
    static final String DURABLE = "kept";

    static final String CURSOR = "cursor";
    static final List<String> LEFT = List.of("small", "large".repeat(10_000), "last");

    /** The mailslot of whoever survives. */
    static final String SURVIVING_MAILSLOT = "survivor";

    /** What a victim may have written there. */
    static final String LAST_MESSAGE = "last message";

    /** The same, so often that it does not go into a segment. */
    static final String LARGE_MESSAGE = LAST_MESSAGE.repeat(10_000);

    /** What the capacity of the surviving mailslot is. */
    static final long CAPACITY = MailslotOptions.MIN_CAPACITY;

    /** A broadcast mailslot of whoever survives. */
    static final String BROADCAST = "\\\\*\\mailslot\\all";

    /** An event that is set, and a semaphore, of whoever survives. */
    static final String GATE = "gate";

    static final String PERMITS = "permits";

    static final int EXIT_CODE = 77;

    /** How the victim opens its file: for itself alone, and to go with it. */
    static final FileOpenOptions OWN_FILE = FileOpenOptions.defaults()
            .withAccess(EnumSet.of(AccessRight.WRITE))
            .withShare(Set.of())
            .withDisposition(FileDisposition.OPEN_ALWAYS)
            .withDeleteOnClose(true);

    private Victim() {}

    /**
     * Where the surviving mailslot is read.
     *
     * @param processId of whoever survives
     * @param handle of its receiver
     */
    record Address(long processId, int handle) implements Serializable {
        /** While nobody lives in the home. */
        static final Address NONE = new Address(0, 0);

        /** A handle to the same receiver, which so shares its messages. */
        Receiver receiver(Kernel kernel) {
            ProcessObject process = kernel.openProcess(processId, ObjectOpenOptions.of(AccessRight.DUPLICATE_HANDLE));
            return kernel.receiver(
                    kernel.duplicate(process.handle(), handle, Kernel.CURRENT_PROCESS, DuplicateOptions.defaults()));
        }
    }

    /** Attaches, does the deed, and leaves, unless it dies meanwhile. */
    static void perform(ChildContext c, Deed deed, Address survivor) {
        try (Kernel kernel = c.kernel()) {
            deed.perform(kernel, survivor);
        }
    }

    /** For the archive of classes. */
    public static void rehearse(ChildContext c) {
        perform(c, Deed.DROP, Address.NONE);
    }

    static byte[] bytes(String text) {
        return text.getBytes(US_ASCII);
    }

    /** In the home, where it is noticed if it stays. */
    static Path file(Kernel kernel) {
        return kernel.home().resolve("victim.tmp");
    }
}
