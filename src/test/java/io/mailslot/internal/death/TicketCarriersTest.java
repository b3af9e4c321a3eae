package io.mailslot.internal.death;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.layout.ProcessRecord;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.object.ProcessRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TicketCarriersTest {
    private static final ClaimTicket TICKET = new ClaimTicket(new ProcessRef(3, 1), new UUID(5, 6));

    /** Of the looks, one in some dozens meets a program that is just beginning. */
    private static final long LOOKING_NANOS = TimeUnit.SECONDS.toNanos(3);

    @TempDir
    private Path folder;

    @BeforeEach
    void needProc() {
        assumeTrue(Files.exists(Path.of("/proc/self/environ")), "this system does not show environments");
    }

    @Test
    void shouldSeeACarrierThatBecomesOneProgramAfterTheOther() throws Exception {
        Process carrier = start("sh", script("exec sh \"$0\""));
        try {
            TicketCarriers carriers = carriers();
            long begun = System.nanoTime();
            for (int i = 0; System.nanoTime() - begun < LOOKING_NANOS; i++) {
                assertThat(carriers.mayExist()).as("look %d", i).isTrue();
            }
            assertThat(carrier.isAlive()).isTrue();
        } finally {
            end(carrier);
        }
    }

    @Test
    void shouldNotTakeAProcessWithoutEnvironmentForOne() throws Exception {
        Process other = start("env", "-i", "sleep", "60");
        try {
            while (!isEmpty(other)) {
                Thread.onSpinWait(); // still the program that is to become the other one
            }
            await("another process of this machine may be just beginning")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> !carriers().mayExist());
        } finally {
            end(other);
        }
    }

    /** The JVM that has told it what to start, with which environment, may be dead by now. */
    @Test
    void shouldTakeTheHelperThatStartsProgramsForOne() throws Exception {
        Path helper = helper();
        await("another process of this machine may be just beginning")
                .atMost(Duration.ofSeconds(60))
                .until(() -> !carriers().mayExist());
        Process other = new ProcessBuilder(helper.toString(), "60").start();
        try {
            assertThat(carriers().mayExist()).isTrue();
        } finally {
            end(other);
        }
    }

    /** Somewhere on a machine a JVM starts something all the time: the end of each script would be told seconds before its handles close. */
    @Test
    void shouldNotTakeAnybodysHelperForOneOnceTheProgramHasBegun() throws Exception {
        Process other = new ProcessBuilder(helper().toString(), "60").start();
        Process own = start(helper().toString(), "60");
        try {
            assertThat(carriersAfterTheBegin().mayExist()).isTrue();
            end(own);
            await("another process of this machine may be just beginning")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> !carriersAfterTheBegin().mayExist());
        } finally {
            end(own);
            end(other);
        }
    }

    private Path helper() throws IOException {
        Path helper = folder.resolve("jspawnhelper");
        return Files.exists(helper) ? helper : Files.copy(Path.of("/bin/sleep").toRealPath(), helper);
    }

    private static boolean isEmpty(Process process) throws IOException {
        Path environment = Path.of("/proc", Long.toString(process.pid()), "environ");
        Path name = environment.resolveSibling("comm");
        return Files.readString(name).equals("sleep\n") && Files.readAllBytes(environment).length == 0;
    }

    private TicketCarriers carriers() {
        return carriers(true);
    }

    private TicketCarriers carriersAfterTheBegin() {
        return carriers(false);
    }

    private TicketCarriers carriers(boolean mayBegin) {
        Region record = Region.inThisProcess(ProcessRecord.LENGTH);
        TICKET.writeTo(record);
        return new TicketCarriers(TICKET, new HomePaths(folder), record, mayBegin);
    }

    private String script(String line) throws IOException {
        return Files.writeString(folder.resolve("script"), line).toString();
    }

    private static Process start(String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put(ClaimTicket.ENVIRONMENT, TICKET.toString());
        return builder.start();
    }

    private static void end(Process process) throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
