package io.mailslot.internal.object;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.layout.KernelHeader;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.layout.ObjectId;
import io.mailslot.internal.log.ReceiverStart;
import io.mailslot.internal.memory.Region;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cursors stay without a user, and durable mailslots go on in a new kernel file; one chunk of objects is not enough here. */
class DurableObjectsTest {
    private static final ReceiverStart PLACE = new ReceiverStart(11, 12, 13);
    private static final MailslotName ORDERS = MailslotName.parse("shop/Orders");

    @TempDir
    private Path folder;

    private HomePaths home;
    private KernelFile file;
    private SharedKernel kernel;
    private long cursor;
    private long mailslot;

    @BeforeEach
    void makeHome() throws IOException {
        home = new HomePaths(folder);
        KernelFile.create(home.kernelData(), new UUID(1, 2));
        file = KernelFile.open(home.kernelData(), false);
        kernel = new SharedKernel(home, KernelLock.open(home), file);
        change(() -> {
            for (int i = 0; i < 300; i++) {
                create("ordinary" + i);
            }
            cursor = create("shop/Orders");
            kernel.cursors().make(cursor, "Shop");
        });
        Region entry = entry(cursor);
        mailslot = entry.getLong(ObjectEntry.MAILSLOT_OFFSET);
        ReceiverWords words = new ReceiverWords(entry, cursor);
        words.missed().set(14);
    }

    private long create(String name) {
        return new ObjectFactory(kernel).createMailslot(MailslotName.parse(name), 100, 17, PLACE);
    }

    private void change(Runnable work) {
        kernel.change(section -> {
            kernel.markDirty();
            work.run();
            return null;
        });
    }

    private void rebuild() {
        kernel.change(section -> {
            kernel.markDirty();
            kernel.rebuild(section);
            return null;
        });
    }

    private Region entry(long id) {
        return kernel.objects().require(id);
    }

    private SharedKernel carryOver(DurableObjects durable) throws IOException {
        KernelFile.create(home.kernelData(), new UUID(3, 4), durable);
        file = KernelFile.open(home.kernelData(), false);
        kernel = new SharedKernel(home, KernelLock.open(home), file);
        kernel.change(section -> null);
        return kernel;
    }

    @Test
    void shouldNotMoveAReceiverBackThatOthersHaveMovedWhileItWasMade() {
        ReceiverWords words = new ReceiverWords(entry(cursor), cursor);
        ReceiverStart now = words.place();
        words.cursor().raise(now.cursor() + 2);
        words.released().raise(now.released() + 2);

        words.start(new ReceiverStart(now.cursor() + 1, now.released() + 1, now.passed() + 1));

        assertThat(words.place()).isEqualTo(new ReceiverStart(now.cursor() + 2, now.released() + 2, now.passed() + 1));
    }

    @Test
    void shouldKeepACursorWithoutAUser() {
        kernel.change(section -> {
            kernel.markDirty();
            kernel.usage().acquire(cursor);
            kernel.usage().release(cursor, section);
            return null;
        });
        assertThat(entry(cursor).getInt(ObjectEntry.USAGE_COUNT_OFFSET)).isZero();
        assertThat(kernel.names().find(ORDERS)).isEqualTo(mailslot);

        rebuild();

        assertThat(kernel.names().size())
                .as("nobody has a handle to the others")
                .isOne();
        assertThat(kernel.cursors().find(entry(mailslot), "SHOP")).isEqualTo(cursor);
        assertThat(entry(mailslot).getInt(ObjectEntry.RECEIVERS_OFFSET)).isOne();
    }

    @Test
    void shouldCarryOverTheDurableOnesOnly() throws IOException {
        DurableObjects durable = DurableObjects.read(file);
        assertThat(durable.lost()).isEmpty();
        assertThat(durable.mailslots())
                .containsExactly(new DurableMailslot(
                        mailslot,
                        "shop/Orders",
                        false,
                        100,
                        List.of(new DurableMailslot.Cursor(cursor, "Shop", 17, PLACE, 14))));

        carryOver(durable);

        assertThat(file.bootId()).isEqualTo(new UUID(3, 4));
        assertThat(file.isDirty()).isFalse();
        assertThat(kernel.names().size()).isOne();
        assertThat(kernel.names().find(ORDERS)).isEqualTo(mailslot);
        assertThat(kernel.cursors().receivers(entry(mailslot))).containsExactly(cursor);
        Region receiver = entry(cursor);
        assertThat(receiver.getInt(ObjectEntry.USAGE_COUNT_OFFSET)).isZero();
        assertThat(DurableObjects.read(file).mailslots()).isEqualTo(durable.mailslots());
    }

    @Test
    void shouldUseNoIdOfTheFormerFileAgain() throws IOException {
        List<Long> former = new ArrayList<>();
        IntStream.range(0, file.objectCapacity())
                .forEach(i -> former.add(kernel.objects().id(i)));

        carryOver(DurableObjects.read(file));

        List<Long> anew = new ArrayList<>();
        change(() -> IntStream.range(0, KernelHeader.OBJECTS_PER_CHUNK).forEach(i -> anew.add(create("new" + i))));
        assertThat(anew).doesNotHaveDuplicates().doesNotContainAnyElementsOf(former);
        assertThat(anew).anyMatch(id -> ObjectId.index(id) < ObjectId.index(mailslot));
    }

    /** A log that only another user may look at keeps its write lock, whose owner is named so. */
    @Test
    void shouldNameNoProcessAsOneOfTheFormerFileWas() throws IOException {
        List<ProcessRef> former = new ArrayList<>();
        change(() -> IntStream.range(0, KernelHeader.MAX_PROCESSES + 3)
                .forEach(i -> former.add(kernel.processes().allocate())));

        carryOver(DurableObjects.read(file));

        List<ProcessRef> anew = new ArrayList<>();
        change(() -> IntStream.range(0, KernelHeader.MAX_PROCESSES)
                .forEach(i -> anew.add(kernel.processes().allocate())));
        assertThat(anew).doesNotHaveDuplicates().doesNotContainAnyElementsOf(former);
    }

    @Test
    void shouldTellOfDurableOnesThatAreDamaged() {
        entry(cursor).putInt(ObjectEntry.NAME_HASH_OFFSET, 1);
        assertThat(DurableObjects.read(file).lost()).containsOnlyKeys(mailslot);
        kernel.change(section -> {
            kernel.cursors().make(cursor, "Shop");
            return null;
        });
        entry(mailslot).putInt(ObjectEntry.TYPE_OFFSET, ObjectEntry.TYPE_EVENT);
        assertThat(DurableObjects.read(file).lost()).containsOnlyKeys(mailslot);
        assertThat(DurableObjects.read(file).mailslots()).isEmpty();
    }

    @Test
    void shouldNotTakeAHalfDeletedOneForDamaged() {
        kernel.objects().entry(ObjectId.index(mailslot)).putInt(ObjectEntry.TYPE_OFFSET, ObjectEntry.TYPE_FREE);

        assertThat(DurableObjects.read(file).lost()).isEmpty();
        assertThat(DurableObjects.read(file).mailslots()).isEmpty();
    }

    @Test
    void shouldPutAsideWhatIsRepairedWithoutACursor() throws IOException {
        Path queue = kernel.usage().folder(mailslot, entry(mailslot));
        Files.createDirectories(queue);
        entry(cursor).putInt(ObjectEntry.NAME_HASH_OFFSET, 1);

        rebuild();

        assertThat(kernel.names().size()).isZero();
        assertThat(queue).doesNotExist();
        assertThat(home.lost().resolve("shop/orders").resolve(queue.getFileName()))
                .isDirectory();
    }
}
