package io.mailslot.internal.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.api.MailslotException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is left locked of a mailslot by who failed, and by who went. */
@Timeout(120)
class SlotEndsTest {
    private static final byte[] MESSAGE = new byte[20];
    private static final int SMALL_STACK_BYTES = 256 << 10;

    @TempDir
    private Path folder;

    private SlotHome home;
    private ReceiverEnd receiver;
    private SenderEnd sender;

    /** How often the lock was found with a thread that had failed. */
    private int left;

    @BeforeEach
    void makeMailslot() throws IOException {
        home = new SlotHome(folder);
        receiver = home.receiver("m");
        sender = home.sender(receiver);
    }

    @AfterEach
    void close() {
        home.close();
    }

    @Test
    void shouldGiveAWriteLockThatAThreadLeftBackWhenItIsClosed() throws IOException {
        append(sender);
        home.leaveWriteLock(sender);

        sender.close();

        assertThat(home.writeLock(sender)).isZero();
    }

    @Test
    void shouldGiveItsTurnBackWhereTheLogCannotBeOpened() throws IOException {
        Path page = home.controlPage(sender);
        Path elsewhere = Files.move(page, folder.resolve("elsewhere"));

        assertThatThrownBy(() -> append(sender)).isInstanceOf(MailslotException.class);

        assertThat(isFree(sender)).isTrue();
        Files.move(elsewhere, page);
        append(sender);
    }

    @Test
    void shouldLetGoOfWhatIsSoundThoughOtherMailslotsAreDamaged() throws IOException {
        List<SenderEnd> senders = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            senders.add(home.sender(home.receiver("m" + i)));
            append(senders.get(i));
        }
        // whatever the order in which they are come to
        List<SenderEnd> sound = List.of(senders.get(0), senders.get(7));
        Map<Path, byte[]> damaged = new HashMap<>();
        for (SenderEnd end : senders.subList(1, 7)) {
            damaged.put(home.controlPage(end), Files.readAllBytes(home.controlPage(end)));
        }
        for (SenderEnd end : sound) {
            home.leaveWriteLock(end);
        }
        for (Path page : damaged.keySet()) {
            Files.write(page, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
        }

        home.ends().letGo();

        for (Map.Entry<Path, byte[]> page : damaged.entrySet()) {
            Files.write(page.getKey(), page.getValue());
        }
        for (SenderEnd end : sound) {
            assertThat(home.writeLock(end)).isZero();
        }
    }

    /** Which the JDK tells as it does a page that is gone, where it was about to link code. */
    @Test
    void shouldTellTheEndOfTheStackAsWhatItIs() {
        StackOverflowError ended = new StackOverflowError();

        assertThatThrownBy(() -> sender.failure("write to", new InternalError(ended)))
                .isSameAs(ended);
    }

    @Test
    void shouldGiveItsLocksBackWhereverTheStackEnds() throws InterruptedException {
        append(sender);
        receiver.hasMessage();
        receiver.info();
        Map<SlotEnd, Runnable> uses = Map.of(sender, () -> append(sender), receiver, () -> receiver.hasMessage());
        for (Map.Entry<SlotEnd, Runnable> use : uses.entrySet()) {
            for (int i = 0; i < 10; i++) { // a writer that fails is made anew each time
                Thread deep = new Thread(
                        null, () -> useAtTheEndOfTheStack(use.getKey(), use.getValue()), "deep", SMALL_STACK_BYTES);
                deep.start();
                deep.join();
            }
        }

        assertThat(left).as("times that it was kept").isZero();
    }

    private void useAtTheEndOfTheStack(SlotEnd end, Runnable use) {
        try {
            useAtTheEndOfTheStack(end, use);
            return;
        } catch (StackOverflowError e) {
            left += end.lock.isMine() ? 1 : 0;
        }
        use.run(); // fails, too, as long as there is too little left
    }

    private static void append(SenderEnd end) {
        end.append(MESSAGE, 0, MESSAGE.length, false);
    }

    /** Asked by another thread, which may live on: so it gives the lock back. */
    private static boolean isFree(SlotEnd end) {
        return CompletableFuture.supplyAsync(() -> {
                    if (!end.lock.tryLock()) {
                        return false;
                    }
                    end.lock.unlock();
                    return true;
                })
                .join();
    }
}
