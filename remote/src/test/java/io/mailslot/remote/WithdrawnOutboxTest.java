package io.mailslot.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.ReceiverGoneException;
import io.mailslot.api.Sender;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildContext;
import io.mailslot.testkit.Jvms;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** An outbox goes, as a bridge has it go, while another process writes to it: nothing that was written goes with it. */
class WithdrawnOutboxTest {
    private static final String ORDERS = "\\\\b\\mailslot\\orders";
    private static final MailslotOptions OUTBOX = MailslotOptions.defaults().withCursor("bridge");
    private static final int ROUNDS = 10;

    /** By so much more than before each message: in the end from a look to the deletion nothing comes, however slow that is. */
    private static final int LONGER_MICROS = 500;

    @Test
    void shouldTakeNoMessageWithItThatAnotherProcessHasWritten() throws Exception {
        try (Jvms jvms = Jvms.open()) {
            Child writer = jvms.start();
            for (int round = 0; round < ROUNDS; round++) {
                jvms.kernel().createMailslot(ORDERS, OUTBOX).close();
                long id = HomeInspector.inspect(jvms.home())
                        .flatMap(home -> home.mailslot(ORDERS))
                        .orElseThrow()
                        .objectId();
                CompletableFuture<Integer> written = writer.submit(WithdrawnOutboxTest::writeUntilGone);
                int read = 0;
                do {
                    try (Receiver outbox = jvms.kernel().createMailslot(ORDERS, OUTBOX)) {
                        while (outbox.poll().isPresent()) {
                            read++;
                        }
                    }
                } while (read == 0 || !jvms.kernel().deleteMailslotIfEmpty(ORDERS, id));

                assertThat(read).as("round " + round).isEqualTo(written.get(60, TimeUnit.SECONDS));
            }
        }
    }

    private static Integer writeUntilGone(ChildContext c) {
        int written = 0;
        try (Sender sender = c.kernel().openMailslot(ORDERS)) {
            while (true) {
                sender.write("tea");
                written++;
                int pause = ThreadLocalRandom.current().nextInt(written * LONGER_MICROS);
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(pause));
            }
        } catch (ReceiverGoneException gone) {
            assertThat(gone.errorCode()).isEqualTo(ErrorCode.NETNAME_DELETED);
            return written;
        }
    }
}
