package io.mailslot.it.poor;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.AccessRight;
import io.mailslot.api.MailslotException;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.it.harness.Poverty;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A JVM that tries each operation once rich, which loads what it takes, and then poor, as often as there are degrees of it.
 * Prints a line for each: the degree, the operation and what came of it.
 *
 * <p>Arguments: home, home in which somebody lives, home with a durable mailslot, folder, the owner's process id and event,
 * kind of poverty, degrees.
 */
final class PoorJvm {
    static final String WELL = "ok";
    static final String SEPARATOR = "\t";

    private final Poverty poverty = new Poverty();
    private final Kernel kernel;
    private final List<PoorOperations.Operation> operations;

    private PoorJvm(String[] arguments) {
        kernel = Kernel.attach(KernelOptions.defaults().withHome(Path.of(arguments[0])));
        int owner = kernel.openProcess(
                        Long.parseLong(arguments[4]),
                        ObjectOpenOptions.of(AccessRight.DUPLICATE_HANDLE, AccessRight.QUERY_INFORMATION))
                .handle();
        operations = new PoorOperations(
                        kernel,
                        owner,
                        Integer.parseInt(arguments[5]),
                        Path.of(arguments[1]),
                        Path.of(arguments[2]),
                        Path.of(arguments[3]))
                .all();
    }

    public static void main(String[] arguments) throws IOException {
        PoorJvm jvm = new PoorJvm(arguments);
        Poverty.loadClasses();
        jvm.round("rich", List.of());
        for (int degree = Integer.parseInt(arguments[7]); degree >= 0; degree--) {
            jvm.round(String.valueOf(degree), List.of(arguments[6], String.valueOf(degree), arguments[3]));
        }
        jvm.kernel.close();
    }

    private void round(String degree, List<String> taken) throws IOException {
        for (PoorOperations.Operation operation : operations) {
            System.out.println(degree + SEPARATOR + operation.name() + SEPARATOR + tried(operation, taken));
        }
    }

    private String tried(PoorOperations.Operation operation, List<String> taken) throws IOException {
        int handles = kernel.handles().size();
        Object prepared = operation.prepare().run();
        Object made = prepared;
        String outcome = WELL;
        if (!taken.isEmpty()) {
            poverty.begin(taken);
        }
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
