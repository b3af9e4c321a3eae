package io.mailslot.it;

import static io.mailslot.it.harness.Refusal.refusal;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.HandleFlag;
import io.mailslot.api.HandleInfo;
import io.mailslot.api.Inheritance;
import io.mailslot.api.MailslotException;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.ObjectType;
import io.mailslot.api.ProcessObject;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.api.Timeouts;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.junit.Named;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Handles duplicated within one process, into running ones and out of them. */
@HomeTest
class DuplicationTest {
    private static final int SELF = Kernel.CURRENT_PROCESS;
    private static final DuplicateOptions SAME = DuplicateOptions.defaults();

    @Test
    void shouldCountADuplicateAndSurviveItsSource(TestHome home) {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot("slot");
        Sender sender = kernel.openMailslot("slot");

        int duplicate = kernel.duplicate(sender.handle(), SAME);

        assertThat(duplicate).isNotEqualTo(sender.handle());
        assertThat(sender.describe().usageCount()).isEqualTo(2);
        assertThat(kernel.describe(duplicate).objectId())
                .isEqualTo(sender.describe().objectId());
        sender.close();
        kernel.sender(duplicate).write("still open".getBytes(UTF_8));
        assertThat(new String(receiver.read(), UTF_8)).isEqualTo("still open");
        verify(kernel);
    }

    @Test
    void shouldPutAHandleIntoARunningChildWhereItWorksAtItsFirstUse(Kernel kernel, @Named("child") Child child) {
        Receiver receiver = kernel.createMailslot("slot");
        Sender sender = kernel.openMailslot("slot");
        child.run(c -> c.kernel());

        int pushed = kernel.duplicate(SELF, sender.handle(), process(child), SAME);

        child.run(c -> c.kernel().sender(pushed).write("pushed"));
        assertThat(new String(receiver.read(), UTF_8)).isEqualTo("pushed");
        assertThat(sender.describe().usageCount()).isEqualTo(2);
        child.run(c -> c.kernel().closeHandle(pushed));
        assertThat(sender.describe().usageCount()).isEqualTo(1);
        verify(kernel);
    }

    @Test
    void shouldTakeAHandleOutOfARunningChild(Kernel kernel, @Named("child") Child child) {
        int theirs = create(child, "slot");
        kernel.openMailslot("slot").write("for either".getBytes(UTF_8));

        int mine = kernel.duplicate(process(child), theirs, SELF, SAME);

        assertThat(kernel.receiver(mine).poll()).hasValue("for either".getBytes(UTF_8));
        assertThat(hasMessage(child, theirs)).as("taken already").isFalse();
        verify(kernel);
    }

    @Test
    void shouldMoveAHandleIntoAChild(Kernel kernel, @Named("child") Child child) {
        Receiver receiver = kernel.createMailslot("slot");
        Sender sender = kernel.openMailslot("slot");
        child.run(c -> c.kernel());

        int moved = kernel.duplicate(SELF, sender.handle(), process(child), SAME.withCloseSource(true));

        assertFails(6, () -> sender.write(new byte[1]));
        child.run(c -> c.kernel().sender(moved).write("moved"));
        assertThat(new String(receiver.read(), UTF_8)).isEqualTo("moved");
        verify(kernel);
    }

    @Test
    void shouldCloseAHandleInAnotherProcess(Kernel kernel, @Named("child") Child child) {
        int theirs = create(child, "slot");
        assertThat(hasMessage(child, theirs)).as("open and empty").isFalse();

        kernel.closeHandleIn(process(child), theirs);

        assertThat(refusal(child, c -> c.kernel().receiver(theirs).read(Duration.ZERO)))
                .isEqualTo(ErrorCode.INVALID_HANDLE);
        assertThat(kernel.createMailslot("slot").handle()).isPositive();
        verify(kernel);
    }

    @Test
    void shouldGiveTheSameNumberBackWhenTheSourceIsClosedWithinOneProcess(TestHome home) {
        Kernel kernel = home.attach();
        Receiver first = kernel.createMailslot("first");
        Receiver slot = kernel.createMailslot("slot");
        first.close();

        int same = kernel.duplicate(slot.handle(), SAME.withCloseSource(true).withInheritable(true));

        assertThat(same).as("although a lower number is free").isEqualTo(slot.handle());
        assertThat(kernel.describe(same).flags()).containsExactly(HandleFlag.INHERIT);
        assertThat(kernel.describe(same).usageCount()).isEqualTo(1);
        assertThat(slot.poll()).as("a copy of the number stays good").isEmpty();
        verify(kernel);
    }

    @Test
    void shouldLeaveAProtectedSourceOpen(TestHome home) {
        Kernel kernel = home.attach();
        Receiver slot = kernel.createMailslot("slot");
        slot.setFlags(Set.of(HandleFlag.PROTECT_FROM_CLOSE), Set.of(HandleFlag.PROTECT_FROM_CLOSE));

        int other = kernel.duplicate(slot.handle(), SAME.withCloseSource(true));

        assertThat(other).isNotEqualTo(slot.handle());
        assertThat(slot.describe().usageCount()).isEqualTo(2);
        assertThat(kernel.describe(other).flags())
                .as("protection is not copied")
                .isEmpty();
        int twin = kernel.duplicate(slot.handle(), SAME.withSameAttributes(true).withInheritable(true));
        assertThat(kernel.describe(twin).flags())
                .as("unless attributes are, which also beats the inherit argument")
                .containsExactly(HandleFlag.PROTECT_FROM_CLOSE);
        verify(kernel);
    }

    @Test
    void shouldNeverGiveMoreRightsThanTheSourceHas(TestHome home) {
        Kernel kernel = home.attach();
        kernel.createMailslot("slot");
        Sender sender = kernel.openMailslot("slot");

        int less = kernel.duplicate(sender.handle(), SAME.withAccess(EnumSet.of(AccessRight.SYNCHRONIZE)));

        assertFails(5, () -> kernel.sender(less).write(new byte[1]));
        assertFails(5, () -> kernel.duplicate(less, SAME.withAccess(EnumSet.of(AccessRight.WRITE))));
        verify(kernel);
    }

    @Test
    void shouldCloseTheSourceAlthoughTheDuplicationFails(TestHome home) {
        Kernel kernel = home.attach();
        kernel.createMailslot("slot");
        Sender sender = kernel.openMailslot("slot");
        DuplicateOptions tooMuch =
                SAME.withCloseSource(true).withAccess(EnumSet.of(AccessRight.READ, AccessRight.WRITE));

        assertFails(5, () -> kernel.duplicate(sender.handle(), tooMuch));

        assertFails(6, () -> kernel.describe(sender.handle()));
        verify(kernel);
    }

    @Test
    void shouldRefuseWhatIsNotOpenOrNoProcess(TestHome home) {
        Kernel kernel = home.attach();
        Receiver slot = kernel.createMailslot("slot");

        assertFails(6, () -> kernel.duplicate(400, SAME));
        assertFails(6, () -> kernel.duplicate(slot.handle(), slot.handle(), SELF, SAME));
        assertFails(6, () -> kernel.duplicate(SELF, slot.handle(), 400, SAME));
        assertFails(6, () -> kernel.duplicate(SELF, slot.handle(), 0, SAME));
        verify(kernel);
    }

    @Test
    void shouldNeedTheRightToDuplicateAndALivingProcess(@Named("stranger") Child stranger, Kernel kernel) {
        Receiver slot = kernel.createMailslot("slot");
        stranger.run(c -> c.kernel());
        ObjectOpenOptions asking = ObjectOpenOptions.of(AccessRight.QUERY_INFORMATION);
        ProcessObject asked = kernel.openProcess(stranger.pid(), asking);
        ProcessObject all = kernel.openProcess(stranger.pid(), ObjectOpenOptions.of(AccessRight.DUPLICATE_HANDLE));

        assertFails(5, () -> kernel.duplicate(SELF, slot.handle(), asked.handle(), SAME));
        stranger.kill();
        Deadline.await("the dead take no handles", Deadline.DEATH_NOTICED).untilAsserted(() -> {
            assertFails(5, () -> kernel.duplicate(SELF, slot.handle(), all.handle(), SAME));
        });
        verify(kernel);
    }

    @Test
    void shouldMakeARealHandleOfThePseudoHandle(Jvms jvms, Kernel kernel) {
        ProcessObject pseudo = kernel.currentProcess();
        pseudo.close();
        assertThat(pseudo.handle()).isEqualTo(-1);
        assertThat(pseudo.exitCode()).isEmpty();
        assertThat(kernel.handles()).as("it is in no table").isEmpty();
        kernel.closeHandle(-1);
        assertThat(kernel.describe(-1).usageCount()).as("the running process").isOne();
        assertFails(5, () -> kernel.setFlags(-1, EnumSet.of(HandleFlag.INHERIT), EnumSet.of(HandleFlag.INHERIT)));
        assertFails(6, () -> kernel.receiver(-1));

        int real = kernel.duplicate(SELF, SAME.withInheritable(true).withCloseSource(true));

        HandleInfo info = kernel.describe(real);
        assertThat(info.type()).isEqualTo(ObjectType.PROCESS);
        assertThat(info.usageCount()).as("the running process and the handle").isEqualTo(2);
        assertThat(info.flags()).containsExactly(HandleFlag.INHERIT);
        Child child = jvms.jvm().withInheritance(Inheritance.all()).start();
        assertThat(child.<ObjectType>call(c -> c.kernel().describe(real).type()))
                .isEqualTo(ObjectType.PROCESS);
        assertThat(kernel.describe(real).usageCount()).isEqualTo(3);
        jvms.all(child);
        kernel.closeHandle(real);
        verify(kernel);
    }

    @Test
    void shouldMeanTheSourceProcessByThePseudoHandle(Jvms jvms, Kernel kernel, @Named("child") Child child) {
        child.run(c -> c.kernel());

        int real = kernel.duplicate(process(child), SELF, SELF, SAME);

        assertThat(kernel.process(real).processId()).isEqualTo(child.pid());
        jvms.all(child);
        assertThat(kernel.process(real).waitForEnd(Timeouts.FOREVER)).isTrue();
        verify(kernel);
    }

    private static int process(Child child) {
        return child.object().handle();
    }

    /** The handle of a receiver of the child's own. */
    private static int create(Child child, String name) {
        return child.call(c -> c.kernel().createMailslot(name).handle());
    }

    private static boolean hasMessage(Child child, int receiver) {
        return child.call(c -> c.kernel().receiver(receiver).read(Duration.ZERO).isPresent());
    }

    private static void verify(Kernel kernel) {
        assertThat(HomeVerifier.verify(kernel.home(), Deadline.DEATH_NOTICED)).isEmpty();
    }

    private static void assertFails(int code, Runnable call) {
        assertThatExceptionOfType(MailslotException.class)
                .isThrownBy(call::run)
                .satisfies(e -> assertThat(e.errorCode().value()).isEqualTo(code));
    }
}
