package io.mailslot.it;

import static io.mailslot.it.harness.Refusal.refusal;
import static io.mailslot.it.harness.Refusal.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.Inheritance;
import io.mailslot.api.LimitReachedException;
import io.mailslot.api.MailslotException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.layout.HandleTableHeader;
import io.mailslot.internal.layout.KernelHeader;
import io.mailslot.internal.layout.ProcessRecord;
import io.mailslot.internal.object.HandleTable;
import io.mailslot.internal.object.KernelFile;
import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.object.ProcessTable;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each stated limit is reached, the next one is refused, and after giving some back all works again. */
@HomeTest
@Timeout(120)
class LimitsReachedTest {
    private static final MailslotOptions SMALL = MailslotOptions.defaults().withMaxMessageSize(424);
    private static final int GIVEN_BACK = 1_000;

    @Test
    void shouldHoldAsManyHandlesAsAProcessCan(TestHome home) {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot("slot", SMALL);
        Sender sender = kernel.openMailslot("slot");
        List<Integer> copies = new ArrayList<>();
        for (int i = 2; i < HandleTableHeader.MAX_HANDLES; i++) {
            copies.add(kernel.duplicate(sender.handle(), DuplicateOptions.defaults()));
        }

        assertRefused(4, "65536", () -> kernel.duplicate(sender.handle(), DuplicateOptions.defaults()));
        assertRefused(4, "65536", () -> kernel.openMailslot("slot"));
        assertRefused(4, "65536", () -> kernel.createMailslot("another", SMALL));
        assertRefused(4, "65536", () -> kernel.createProcess(new ProcessBuilder("true"), Inheritance.none()));
        assertRefused(
                4,
                "65536",
                () -> kernel.openProcess(kernel.processId(), ObjectOpenOptions.of(AccessRight.QUERY_INFORMATION)));
        assertThat(kernel.handles()).hasSize(HandleTableHeader.MAX_HANDLES);
        assertThat(sender.describe().usageCount()).isEqualTo(HandleTableHeader.MAX_HANDLES - 1);

        copies.subList(0, GIVEN_BACK).forEach(kernel::closeHandle);
        assertThat(kernel.openMailslot("slot").handle())
                .as("the lowest free number")
                .isEqualTo(copies.get(0));
        kernel.createMailslot("another", SMALL).close();
        sender.write(new byte[3]);
        assertThat(receiver.poll()).hasValue(new byte[3]);
        assertThat(HomeVerifier.verify(home.path(), Duration.ZERO)).isEmpty();
    }

    @Test
    void shouldHoldAsManyObjectsAsAHomeCan(TestHome home, Jvms jvms) {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot("slot", SMALL);
        List<Sender> senders = new ArrayList<>();
        int others = 3; // the process, the mailslot, its receiver
        for (int i = others; i < KernelHeader.MAX_OBJECTS; i++) {
            senders.add(kernel.openMailslot("slot"));
        }

        assertRefused(1450, "65536", () -> kernel.openMailslot("slot"));
        assertRefused(1450, "65536", () -> kernel.createMailslot("another", SMALL));
        assertRefused(1450, "65536", () -> kernel.createProcess(new ProcessBuilder("true"), Inheritance.none()));
        Child newcomer = jvms.start();
        assertThat(refusal(newcomer, c -> c.kernel())).isEqualTo(ErrorCode.NO_SYSTEM_RESOURCES);
        assertThat(HomeVerifier.verify(home.path(), Duration.ZERO)).isEmpty();

        senders.subList(0, GIVEN_BACK).forEach(Sender::close);
        kernel.createMailslot("another", SMALL).close();
        newcomer.run(c -> c.kernel().openMailslot("slot"));
        senders.get(GIVEN_BACK).write(new byte[3]);
        assertThat(receiver.poll()).hasValue(new byte[3]);
        senders.subList(GIVEN_BACK, senders.size()).forEach(Sender::close);
        assertThat(kernel.handles()).hasSize(1);
        assertThat(HomeVerifier.verify(home.path(), Duration.ZERO)).isEmpty();
    }

    @Test
    void shouldHoldAsManyProcessesAsAHomeCan(TestHome home, Jvms jvms) throws IOException {
        Child real = jvms.start();
        Child newcomer = jvms.start();
        real.run(c -> c.kernel());
        List<ProcessRef> made = fillProcessTable(home, KernelHeader.MAX_PROCESSES - 1);
        Kernel last = home.attach();

        MailslotException refused = refused(newcomer, c -> c.kernel());
        assertThat(refused.errorCode()).isEqualTo(ErrorCode.NO_PROC_SLOTS);
        assertThat(refused).hasMessageContaining("1024");
        assertRefused(89, "1024", () -> last.createProcess(new ProcessBuilder("true"), Inheritance.none()));
        last.createMailslot("slot", SMALL);
        real.run(c -> c.kernel().openMailslot("slot"));
        assertThat(last.handles()).hasSize(1);

        // Their life locks are all one; a link that is gone is a lock that nobody holds.
        for (ProcessRef process : made) {
            Files.delete(paths(home).lifeLock(process.index(), process.generation()));
        }
        newcomer.run(c -> c.kernel().openMailslot("slot"));
    }

    /** Records of processes that live as long as the one process does whose life lock they link to. */
    private static List<ProcessRef> fillProcessTable(TestHome home, int upTo) throws IOException {
        ProcessTable processes = new ProcessTable(KernelFile.open(paths(home).kernelData(), false));
        ProcessRef real = processes.inUse().get(0);
        Path lock = paths(home).lifeLock(real.index(), real.generation());
        List<ProcessRef> made = new ArrayList<>();
        while (processes.inUse().size() < upTo) {
            ProcessRef process = processes.allocate();
            Path table = paths(home).handles(process.index(), process.generation());
            Files.createDirectory(table.getParent());
            HandleTable.create(table);
            Files.createLink(paths(home).lifeLock(process.index(), process.generation()), lock);
            processes.setState(process, ProcessRecord.LIVE);
            made.add(process);
        }
        return made;
    }

    private static HomePaths paths(TestHome home) {
        return new HomePaths(home.path());
    }

    private static void assertRefused(int code, String bound, Runnable action) {
        assertThatExceptionOfType(LimitReachedException.class)
                .isThrownBy(action::run)
                .withMessageContaining(bound)
                .satisfies(e -> assertThat(e.errorCode().value()).isEqualTo(code));
    }
}
