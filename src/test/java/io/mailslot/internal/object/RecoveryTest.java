package io.mailslot.internal.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.api.AccessRight;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.HomeException;
import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.layout.HandleEntry;
import io.mailslot.internal.layout.KernelHeader;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.layout.ObjectId;
import io.mailslot.internal.layout.ProcessRecord;
import io.mailslot.internal.liveness.ProcessIdentity;
import io.mailslot.internal.log.ReceiverStart;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.Region;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is derived is rebuilt from the handle tables, whatever state it is in. */
class RecoveryTest {
    @TempDir
    private Path folder;

    private HomePaths home;
    private KernelFile file;
    private SharedKernel kernel;
    private HandleTable handles;
    private long receiver;
    private long sender;
    private long unused;

    @BeforeEach
    void makeHome() throws IOException {
        home = new HomePaths(folder);
        KernelFile.create(home.kernelData(), new UUID(1, 2));
        file = KernelFile.open(home.kernelData(), false);
        kernel = new SharedKernel(home, KernelLock.open(home), file);
        ProcessRef process = kernel.processes().allocate();
        Files.createDirectories(home.process(process.index(), process.generation()));
        HandleTable.create(home.handles(process.index(), process.generation()));
        handles = kernel.tables().own(process);
        kernel.change(section -> {
            ObjectFactory factory = new ObjectFactory(kernel);
            kernel.processes()
                    .record(process.index())
                    .putLong(
                            ProcessRecord.OBJECT_ID_OFFSET,
                            factory.createProcess(process, new ProcessIdentity(1, 1, 1)));
            kernel.processes().setState(process, ProcessRecord.LIVE);
            receiver = factory.createMailslot(MailslotName.parse("orders"), 0, 0, new ReceiverStart(1, 0, 0));
            unused = factory.createMailslot(MailslotName.parse("unused"), 0, 0, new ReceiverStart(1, 0, 0));
            sender = factory.createSender(mailslotOf(receiver), true, true, 0);
            add(1, receiver);
            add(2, sender);
            add(3, sender);
            return null;
        });
    }

    private void add(int index, long object) {
        handles.put(index, HandleEntry.of(object, EnumSet.of(AccessRight.READ), false));
        FaultPoint.CREATE_HANDLE_STORED.reached();
        kernel.usage().acquire(object);
    }

    private long mailslotOf(long end) {
        return kernel.objects().find(end).getLong(ObjectEntry.MAILSLOT_OFFSET);
    }

    @Test
    void shouldRebuildUsageCountsFromHandles() {
        damage(receiver, ObjectEntry.USAGE_COUNT_OFFSET, 17);
        damage(sender, ObjectEntry.USAGE_COUNT_OFFSET, 0);
        repair();
        assertThat(UsageCounts.of(kernel.objects(), receiver)).isEqualTo(1);
        assertThat(UsageCounts.of(kernel.objects(), sender)).isEqualTo(2);
    }

    @Test
    void shouldDestroyWhatNobodyUses() throws IOException {
        long mailslot = mailslotOf(unused);
        Path queue = kernel.usage().folder(mailslot, kernel.objects().find(mailslot));
        Files.createDirectories(queue);
        repair();
        assertThat(kernel.objects().find(unused)).isNull();
        assertThat(kernel.objects().find(mailslot)).isNull();
        assertThat(queue).doesNotExist();
        assertThat((Object) findName("unused")).isEqualTo(0L);
    }

    @Test
    void shouldRebuildNamesAndChains() {
        long mailslot = mailslotOf(receiver);
        damage(mailslot, ObjectEntry.RECEIVERS_OFFSET, 5);
        damage(mailslot, ObjectEntry.WRITERS_OFFSET, -3);
        damage(mailslot, ObjectEntry.CHAIN_OFFSET, 1 + ObjectId.index(mailslot));
        file.head().clear(KernelHeader.NAME_BUCKETS_OFFSET, 4 * KernelHeader.NAME_BUCKETS);
        repair();
        Region entry = kernel.objects().find(mailslot);
        assertThat(entry.getInt(ObjectEntry.RECEIVERS_OFFSET)).isEqualTo(1);
        assertThat(entry.getLong(ObjectEntry.FIRST_RECEIVER_OFFSET)).isEqualTo(receiver);
        assertThat(entry.getInt(ObjectEntry.SENDERS_OFFSET)).isEqualTo(1);
        assertThat(entry.getInt(ObjectEntry.WRITERS_OFFSET)).isEqualTo(1);
        assertThat(entry.getInt(ObjectEntry.EXCLUSIVE_WRITERS_OFFSET)).isEqualTo(1);
        assertThat((Object) findName("ORDERS")).isEqualTo(mailslot);
    }

    @Test
    void shouldRebuildTheQueueOfFreeEntries() {
        file.head().putInt(KernelHeader.FREE_OBJECT_OFFSET, 0);
        file.head().putInt(KernelHeader.LAST_FREE_OBJECT_OFFSET, 9);
        repair();
        assertThat(queue())
                .isNotEmpty()
                .allSatisfy(index -> assertThat(kernel.objects().entry(index).getInt(ObjectEntry.TYPE_OFFSET))
                        .isEqualTo(ObjectEntry.TYPE_FREE));
        assertThat(queue()).hasSize(file.head().getInt(KernelHeader.FREE_OBJECTS_OFFSET));
        assertThat(queue().get(queue().size() - 1) + 1)
                .isEqualTo(file.head().getInt(KernelHeader.LAST_FREE_OBJECT_OFFSET));
    }

    /** The entries that are used again next, in this order. */
    private List<Integer> queue() {
        List<Integer> queue = new ArrayList<>();
        int next = file.head().getInt(KernelHeader.FREE_OBJECT_OFFSET) - 1;
        while (next >= 0) {
            queue.add(next);
            next = kernel.objects().entry(next).getInt(ObjectEntry.CHAIN_OFFSET) - 1;
        }
        return queue;
    }

    @Test
    void shouldUseEntriesAgainFirstInFirstOutAndLetThemRest() {
        List<Long> made = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            made.add(kernel.change(section -> {
                kernel.markDirty();
                long id = new ObjectFactory(kernel).createSync(ObjectEntry.TYPE_EVENT, null, 0, 0);
                kernel.objects().free(id);
                return id;
            }));
        }
        int cycle = queue().size();
        assertThat(cycle).isGreaterThanOrEqualTo(64).isLessThan(100);
        assertThat(ObjectId.index(made.get(199))).isEqualTo(ObjectId.index(made.get(199 - cycle)));
        assertThat(made.subList(199 - cycle, 199).stream().map(ObjectId::index)).doesNotHaveDuplicates();
    }

    @Test
    void shouldClearHandlesToNothing() {
        long gone = ObjectId.of(200, 3);
        handles.put(9, HandleEntry.of(gone, EnumSet.of(AccessRight.READ), false));
        repair();
        assertThat(handles.entry(9)).isZero();
        assertThat(handles.entry(1)).isNotZero();
    }

    @Test
    void shouldRepairAfterAFailureInASection() {
        try {
            kernel.change(section -> {
                kernel.markDirty();
                damage(receiver, ObjectEntry.USAGE_COUNT_OFFSET, 40);
                throw new IllegalStateException("on purpose");
            });
        } catch (IllegalStateException expected) {
            assertThat(expected).hasMessage("on purpose");
        }
        assertThat(UsageCounts.of(kernel.objects(), receiver)).isEqualTo(1);
    }

    @Test
    void shouldFindTheEndOfADamagedChainOfReceivers() {
        long mailslot = mailslotOf(receiver);
        long other = kernel.change(section -> {
            kernel.markDirty();
            return new ObjectFactory(kernel)
                    .createMailslot(MailslotName.parse("other"), 0, 0, new ReceiverStart(1, 0, 0));
        });
        kernel.objects().find(other).putLong(ObjectEntry.NEXT_RECEIVER_OFFSET, other);
        kernel.objects().find(mailslot).putLong(ObjectEntry.FIRST_RECEIVER_OFFSET, other);

        assertThatExceptionOfType(HomeException.class)
                .isThrownBy(() -> kernel.change(section -> {
                    kernel.markDirty();
                    kernel.usage().release(receiver, section);
                    return null;
                }))
                .withMessageContainingAll(home.kernelData().toString(), "no end")
                .satisfies(e -> assertThat(e.errorCode()).isEqualTo(ErrorCode.FILE_CORRUPT));
    }

    @Test
    void shouldNotOverwriteAnObjectThatTheChainOfFreeEntriesLeadsTo() {
        file.head().putInt(KernelHeader.FREE_OBJECT_OFFSET, ObjectId.index(receiver) + 1);
        file.head().putInt(KernelHeader.OBJECT_HIGH_WATER_OFFSET, ObjectId.index(sender));

        long made = kernel.change(section -> {
            kernel.markDirty();
            return new ObjectFactory(kernel).createProcess(new ProcessRef(1, 1), new ProcessIdentity(2, 2, 2));
        });

        assertThat(ObjectId.index(made)).isGreaterThan(ObjectId.index(sender));
        assertThat(kernel.objects().type(receiver)).isEqualTo(ObjectEntry.TYPE_RECEIVER);
        assertThat(kernel.objects().type(sender)).isEqualTo(ObjectEntry.TYPE_SENDER);
    }

    @Test
    void shouldKeepTheFolderOfADamagedNameInTheHome() {
        long mailslot = mailslotOf(receiver);
        kernel.objects().find(mailslot).putBytes(ObjectEntry.NAME_OFFSET, "/../x".getBytes(StandardCharsets.US_ASCII));
        Path queue = kernel.usage().folder(mailslot, kernel.objects().find(mailslot));
        assertThat(queue.normalize().startsWith(home.mailslots()))
                .as("%s", queue)
                .isTrue();
    }

    @Test
    void shouldCountADamagedHandleTableAsEmpty() throws IOException {
        Files.write(home.handles(0, 1), new byte[10]);
        SharedKernel other = new SharedKernel(home, kernel.lock(), file);
        other.markDirty();
        other.change(section -> null);
        assertThat(kernel.objects().find(receiver)).isNull();
        assertThat((Object) findName("orders")).isEqualTo(0L);
    }

    @Test
    void shouldRepairNothingWhereTheOwnHandleTableWasCut() throws IOException {
        Files.write(home.handles(0, 1), new byte[10]);
        assertThatThrownBy(this::repair)
                .isInstanceOfSatisfying(
                        HomeException.class, cut -> assertThat(cut.errorCode()).isEqualTo(ErrorCode.FILE_CORRUPT));
        assertThat(kernel.objects().find(receiver)).isNotNull();
        assertThat(kernel.isDirty()).isTrue();
    }

    private long findName(String name) {
        return kernel.change(section -> kernel.names().find(MailslotName.parse(name)));
    }

    private void damage(long id, int offset, int value) {
        kernel.objects().entry(ObjectId.index(id)).putInt(offset, value);
    }

    /** As if the process that did the damage had died in its section. */
    private void repair() {
        kernel.markDirty();
        kernel.change(section -> null);
    }
}
