package io.mailslot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.MailslotNotFoundException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.ReceiverGoneException;
import io.mailslot.api.Sender;
import io.mailslot.api.SharingViolationException;
import io.mailslot.inspect.HomeInspector;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Durable mailslots that are deleted unless something in them is unread. */
class DeleteIfEmptyTest {
    private static final String OUTBOX = "\\\\b\\mailslot\\orders";
    private static final int ROUNDS = 20;
    private static final int MANY = 100;
    private static final int FEW = 25;

    /** By so much more than before each message: in the end from a look to the deletion nothing comes, however slow that is. */
    private static final int LONGER_MICROS = 500;

    @TempDir
    Path folder;

    private Kernel kernel;

    @BeforeEach
    void attach() {
        kernel = Kernel.attach(KernelOptions.defaults().withHome(folder.resolve("home")));
    }

    @AfterEach
    void leave() {
        kernel.close();
    }

    private Receiver create(String name) {
        return kernel.createMailslot(name, MailslotOptions.defaults().withCursor("bridge"));
    }

    private long id(String name) {
        return HomeInspector.inspect(kernel.home())
                .flatMap(home -> home.mailslot(name))
                .orElseThrow()
                .objectId();
    }

    @Test
    void shouldKeepWhatHasAMessage() {
        create("orders").close();
        try (Sender sender = kernel.openMailslot("orders")) {
            sender.write("tea");
        }
        assertThat(kernel.deleteMailslotIfEmpty("orders", id("orders"))).isFalse();
        try (Receiver orders = create("orders")) {
            assertThat(orders.readText()).isEqualTo("tea");
        }
        assertThat(kernel.deleteMailslotIfEmpty("orders", id("orders"))).isTrue();
        assertThat(HomeInspector.inspect(kernel.home()).orElseThrow().mailslots())
                .isEmpty();
    }

    /** Small messages that follow each other closely lie elsewhere than those that come one by one, or are large. */
    @Test
    void shouldKeepWhatHasAMessageWhereverItLies() {
        for (int size : new int[] {10, 100_000}) {
            create("orders").close();
            try (Sender sender = kernel.openMailslot("orders")) {
                for (int i = 0; i < MANY; i++) {
                    sender.write(new byte[size]);
                }
            }
            long id = id("orders");
            for (int left = MANY; left > 0; left -= FEW) {
                assertThat(kernel.deleteMailslotIfEmpty("orders", id)).isFalse();
                try (Receiver orders = create("orders")) {
                    for (int i = 0; i < FEW; i++) {
                        assertThat(orders.read()).hasSize(size);
                    }
                }
            }
            assertThat(kernel.deleteMailslotIfEmpty("orders", id)).isTrue();
        }
    }

    @Test
    void shouldRefuseAsADeletionDoes() {
        assertThatExceptionOfType(MailslotNotFoundException.class)
                .isThrownBy(() -> kernel.deleteMailslotIfEmpty("orders", 7));
        try (Receiver orders = create("orders")) {
            long id = id("orders");
            assertThatExceptionOfType(SharingViolationException.class)
                    .isThrownBy(() -> kernel.deleteMailslotIfEmpty("orders", id));
            assertThatExceptionOfType(MailslotNotFoundException.class)
                    .isThrownBy(() -> kernel.deleteMailslotIfEmpty("orders", id + 1))
                    .withMessageContaining("is another one by now");
            assertThat(orders.poll()).isEmpty();
        }
        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(() -> kernel.deleteMailslotIfEmpty("orders", -1));
    }

    /** A message whose write has returned is read, or the outbox stays; the writer is told by code 64 that it is gone. */
    @Test
    void shouldLoseNothingThatIsWrittenMeanwhile() throws Exception {
        Random random = new Random(1);
        for (int round = 0; round < ROUNDS; round++) {
            create(OUTBOX).close();
            long id = id(OUTBOX);
            Sender sender = kernel.openMailslot(OUTBOX);
            CompletableFuture<Integer> written = new CompletableFuture<>();
            Random pauses = new Random(random.nextLong());
            Thread writer = new Thread(() -> writeUntilGone(sender, pauses, written));
            writer.start();
            int read = 0;
            do {
                try (Receiver outbox = create(OUTBOX)) {
                    while (outbox.poll().isPresent()) {
                        read++;
                    }
                }
            } while (!kernel.deleteMailslotIfEmpty(OUTBOX, id));

            assertThat(read).as("round " + round).isEqualTo(written.get(30, TimeUnit.SECONDS));
            sender.close();
        }
    }

    private static void writeUntilGone(Sender sender, Random pauses, CompletableFuture<Integer> done) {
        int written = 0;
        try {
            while (true) {
                sender.write("tea");
                written++;
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(pauses.nextInt(written * LONGER_MICROS)));
            }
        } catch (ReceiverGoneException gone) {
            assertThat(gone.errorCode()).isEqualTo(ErrorCode.NETNAME_DELETED);
            done.complete(written);
        } catch (RuntimeException | Error failure) {
            done.completeExceptionally(failure);
        }
    }
}
