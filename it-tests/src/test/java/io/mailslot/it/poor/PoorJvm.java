package io.mailslot.it.poor;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.MailslotException;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.it.harness.Poverty;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a child does that tries operations rich, which loads what it takes, and then poor. There is one in a JVM. */
final class PoorJvm {
    static final String WELL = "ok";

    private static PoorJvm jvm;

    private final Poverty poverty = new Poverty();
    private final Kernel kernel;
    private final Path folder;
    private final List<PoorOperations.Operation> operations;

    /**
     * What the operations need.
     *
     * @param livelyHome in which somebody lives
     * @param durableHome with a durable mailslot
     * @param folder for files
     * @param ownerId a process that loses nothing
     * @param ownersEvent number of an event in that process
     */
    record Surroundings(String livelyHome, String durableHome, String folder, long ownerId, int ownersEvent)
            implements Serializable {}

    private PoorJvm(Kernel kernel, Surroundings surroundings) {
        this.kernel = kernel;
        this.folder = Path.of(surroundings.folder);
        int owner = kernel.openProcess(
                        surroundings.ownerId,
                        ObjectOpenOptions.of(AccessRight.DUPLICATE_HANDLE, AccessRight.QUERY_INFORMATION))
                .handle();
        operations = new PoorOperations(
                        kernel,
                        owner,
                        surroundings.ownersEvent,
                        Path.of(surroundings.livelyHome),
                        Path.of(surroundings.durableHome),
                        folder)
                .all();
    }

    /** Makes what the operations need; tells their names. */
    static ArrayList<String> prepare(Kernel kernel, Surroundings surroundings) throws IOException {
        jvm = new PoorJvm(kernel, surroundings);
        Poverty.loadClasses();
        ArrayList<String> names = new ArrayList<>();
        jvm.operations.forEach(operation -> names.add(operation.name()));
        return names;
    }

    /** What comes of an operation that has all it wants. */
    static String tryRich(int operation) throws IOException {
        return jvm.tried(jvm.operations.get(operation), () -> {});
    }

    /** What comes of an operation when only so much is left of something. */
    static String tryPoor(int operation, Poverty.Of what, int left) throws IOException {
        return jvm.tried(jvm.operations.get(operation), () -> jvm.poverty.begin(what, left, jvm.folder));
    }

    /** Takes something away. */
    private interface Theft {
        void commit() throws IOException;
    }

    private String tried(PoorOperations.Operation operation, Theft theft) throws IOException {
        int handles = kernel.handles().size();
        Object prepared = operation.prepare().run();
        Object made = prepared;
        String outcome = WELL;
        theft.commit();
        try {
            made = operation.act().run(prepared);
        } catch (MailslotException e) {
            outcome = e.errorCode().value() + " " + e;
        } catch (RuntimeException | Error e) {
            outcome = "raw " + e;
            e.printStackTrace();
        } finally {
            poverty.end();
        }
        operation.undo().run(made);
        int left = kernel.handles().size() - handles;
        return (left == 0 ? outcome : outcome + ", and " + left + " handles left").replace('\n', ' ');
    }
}
