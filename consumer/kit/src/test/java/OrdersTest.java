import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mailslot.Kernel;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.junit.ChildJvms;
import io.mailslot.junit.Named;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildFailure;
import io.mailslot.testkit.Jvms;
import io.mailslot.testkit.Stop;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@ChildJvms(timeout = "10s")
class OrdersTest {
    @Test
    void twoChildrenTalk(Kernel kernel, @Named("waiter") Child waiter, @Named("cook") Child cook) {
        Receiver orders = kernel.createMailslot("orders");
        Sender sender = kernel.openMailslot("orders");

        waiter.begin(c -> sender.write("tea"));
        String cooked = cook.call(c -> orders.readText());

        assertEquals("tea", cooked);
    }

    @Test
    void theLedgerDiesInItsThirdCommit(Jvms jvms) {
        Child ledger = jvms.jvm(Ledger.class)
                .stopAt(Stop.at(Ledger.class, "commit").call(3))
                .start();

        ledger.awaitStopped().killNow();

        assertEquals("committed 0\ncommitted 1\n", ledger.out());
    }

    @Test
    @ChildJvms(timeout = "1s")
    void theLedgerHangs(Jvms jvms) {
        Child ledger = jvms.start(Ledger.class);

        ChildFailure failure = assertThrows(ChildFailure.class, ledger::awaitEnd);

        assertTrue(failure.getMessage().contains("OrdersTest$Ledger.audit"), failure.getMessage());
    }

    /** What tests say that fail. */
    @Nested
    @Tag("fails")
    class Failing {
        @Test
        void twoChildrenTalk(Kernel kernel, @Named("waiter") Child waiter, @Named("cook") Child cook) {
            Receiver orders = kernel.createMailslot("orders");
            Sender sender = kernel.openMailslot("orders");
            waiter.begin(c -> sender.write("tea"));

            cook.call(c -> Integer.parseInt(orders.readText()));
        }

        @Test
        void theLedgerDiesInItsThirdCommit(Jvms jvms) {
            Child ledger = jvms.jvm(Ledger.class)
                    .stopAt(Stop.at(Ledger.class, "commit").call(3))
                    .start();
            ledger.awaitStopped().killNow();

            ledger.awaitOutput("committed 2");
        }

        @Test
        @ChildJvms(timeout = "2s")
        void theLedgerHangs(Jvms jvms) {
            jvms.all(jvms.start(Ledger.class));
        }
    }

    /** Somebody else ends it. */
    @Test
    @Tag("forever")
    void theTestHangs(Jvms jvms, @Named("frozen") Child frozen) throws Exception {
        frozen.run(c -> c.kernel().createMailslot("held"));
        String run = frozen.call(c -> System.getenv("MAILSLOT_TESTKIT_RUN"));
        frozen.stop();
        jvms.program("sh", "-c", "sleep 4718 & echo started; wait").start().awaitOutput("started");
        jvms.start(Ledger.class).awaitOutput("committed 4");
        Path told = Files.writeString(Path.of("target/told"), ProcessHandle.current().pid() + " " + run + " " + jvms.home() + "\n");
        Files.move(told, Path.of("target/hangs"));
        new CountDownLatch(1).await();
    }

    static class Ledger {
        public static void main(String[] arguments) throws InterruptedException {
            for (int i = 0; i < 5; i++) {
                commit(i);
            }
            audit();
        }

        static void commit(int order) {
            System.out.println("committed " + order);
        }

        static void audit() throws InterruptedException {
            new CountDownLatch(1).await();
        }
    }
}
