package io.mailslot.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.HandleFlag;
import io.mailslot.api.HandleInfo;
import io.mailslot.api.InsufficientRightsException;
import io.mailslot.api.InvalidHandleException;
import io.mailslot.api.MailslotException;
import io.mailslot.api.ObjectType;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.api.SharingViolationException;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.junit.Named;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildBody;
import io.mailslot.testkit.Jvms;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers, rights, flags and share modes of handles. */
@HomeTest
class HandleTableTest {
    private static final Set<HandleFlag> INHERIT = Set.of(HandleFlag.INHERIT);
    private static final Set<HandleFlag> PROTECT = Set.of(HandleFlag.PROTECT_FROM_CLOSE);
    private static final Set<HandleFlag> BOTH = Set.of(HandleFlag.INHERIT, HandleFlag.PROTECT_FROM_CLOSE);

    @Test
    void shouldNumberHandlesFromFourInStepsOfFourInEachProcess(@Named("other") Child child, Kernel kernel) {
        for (int i = 1; i <= 5; i++) {
            assertThat(kernel.createMailslot("mine " + i).handle()).isEqualTo(4 * i);
            assertThat(create(child, "theirs " + i)).isEqualTo(4 * i);
        }

        assertThat(kernel.handles()).extracting(HandleInfo::handle).containsExactly(4, 8, 12, 16, 20);
        int[] theirs = child.call(
                c -> c.kernel().handles().stream().mapToInt(HandleInfo::handle).toArray());
        assertThat(theirs).containsExactly(4, 8, 12, 16, 20);
        long object = child.call(c -> c.kernel().describe(8).objectId());
        assertThat(kernel.describe(8).objectId()).isNotEqualTo(object);
    }

    @Test
    void shouldReuseTheLowestFreeNumber(TestHome home) {
        Kernel kernel = home.attach();
        List<Receiver> receivers = IntStream.range(0, 5)
                .mapToObj(i -> kernel.createMailslot("m" + i))
                .toList();

        receivers.get(3).close();
        receivers.get(1).close();

        assertThat(kernel.openMailslot("m0").handle()).isEqualTo(8);
        assertThat(kernel.openMailslot("m0").handle()).isEqualTo(16);
        assertThat(kernel.openMailslot("m0").handle()).isEqualTo(24);
    }

    @Test
    void shouldNotLetAStaleViewReachTheNextHolderOfItsNumber(TestHome home) {
        Kernel kernel = home.attach();
        Receiver stale = kernel.createMailslot("first");
        stale.close();
        Receiver next = kernel.createMailslot("second");
        assertThat(next.handle()).isEqualTo(stale.handle());

        assertThatThrownBy(stale::poll).isInstanceOf(InvalidHandleException.class);
        stale.close();

        assertThat(next.info().name()).isEqualTo("second");
    }

    @Test
    void shouldMakeCreatedObjectsDescribable(TestHome home) {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot("Described");
        Sender sender = kernel.openMailslot("described", OpenOptions.defaults().withInheritable(true));

        HandleInfo receiverInfo = receiver.describe();
        HandleInfo senderInfo = kernel.describe(sender.handle());

        assertThat(receiverInfo)
                .returns(4, HandleInfo::handle)
                .returns(ObjectType.RECEIVER, HandleInfo::type)
                .returns("Described", HandleInfo::name)
                .returns(1, HandleInfo::usageCount)
                .returns(EnumSet.of(AccessRight.READ, AccessRight.SYNCHRONIZE), HandleInfo::access)
                .returns(Set.of(), HandleInfo::flags)
                .isEqualTo(kernel.describe(receiver.handle()));
        assertThat(senderInfo.type()).isEqualTo(ObjectType.SENDER);
        assertThat(senderInfo.access()).containsExactlyInAnyOrder(AccessRight.WRITE, AccessRight.SYNCHRONIZE);
        assertThat(senderInfo.flags()).containsExactly(HandleFlag.INHERIT);
        assertThat(senderInfo.objectId()).isNotEqualTo(receiverInfo.objectId());
        assertThat(receiverInfo.address()).startsWith("0x");
    }

    @Test
    void shouldFailWithCodeSixOnceClosed(TestHome home) {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot("closed");
        Sender sender = kernel.openMailslot("closed");
        sender.close();
        assertFails(6, () -> sender.write(new byte[1]));
        assertFails(6, sender::info);
        assertFails(6, sender::describe);

        receiver.close();

        assertFails(6, receiver::read);
        assertFails(6, receiver::poll);
        assertFails(6, receiver::info);
        assertFails(6, receiver::describe);
        assertFails(6, () -> receiver.setFlags(INHERIT, INHERIT));
        assertFails(6, () -> kernel.closeHandle(receiver.handle()));
        assertThatCode(receiver::close).as("closing a view twice").doesNotThrowAnyException();
    }

    @ParameterizedTest(name = "handle {0}")
    @ValueSource(ints = {0, -2, -4, 1, 3, 4, 400, 1 << 24, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void shouldFailWithCodeSixForNumbersThatNameNothing(int number, TestHome home) {
        Kernel kernel = home.attach();

        assertFails(6, () -> kernel.describe(number));
        assertFails(6, () -> kernel.closeHandle(number));
        assertFails(6, () -> kernel.setFlags(number, INHERIT, INHERIT));
        assertFails(6, () -> kernel.receiver(number).poll());
        assertFails(6, () -> kernel.sender(number).write(new byte[0]));
        assertFails(6, () -> kernel.process(number).exitCode());
    }

    @Test
    void shouldFailWithCodeSixForProcessHandlesUsedAsMailslots(Jvms jvms, Kernel kernel) {
        int process = jvms.program("sleep", "60").start().object().handle();
        int receiver = kernel.createMailslot("slot").handle();

        assertFails(6, () -> kernel.receiver(process).poll());
        assertFails(6, () -> kernel.sender(process).write(new byte[1]));
        assertFails(6, () -> kernel.receiver(process).info());
        assertFails(6, () -> kernel.process(receiver).exitCode());
    }

    @Test
    void shouldRefuseToWriteThroughAReceiver(@Named("other") Child child, Kernel kernel) {
        int receiver = kernel.createMailslot("one way").handle();
        int childs = create(child, "theirs");

        assertFails(5, () -> kernel.sender(receiver).write(new byte[1]));
        assertThat(code(child, c -> c.kernel().sender(childs).write("x"))).isEqualTo(5);
        assertThat(kernel.receiver(receiver).info().messageCount()).isZero();
    }

    static Stream<Arguments> rightsOfSenders() {
        return Stream.of(
                arguments(Set.of(AccessRight.READ), 87, 5),
                arguments(Set.of(AccessRight.READ, AccessRight.WRITE), 87, 0),
                arguments(Set.of(AccessRight.WRITE), 5, 0),
                arguments(Set.of(), 5, 5));
    }

    @ParameterizedTest(name = "{0}: reading {1}, writing {2}")
    @MethodSource("rightsOfSenders")
    void shouldRefuseToReadThroughASender(
            Set<AccessRight> access, int reading, int writing, @Named("other") Child child, Kernel kernel) {
        kernel.createMailslot("one way");
        int sender = child.call(c -> c.kernel()
                .openMailslot("one way", OpenOptions.defaults().withAccess(access))
                .handle());

        assertThat(code(child, c -> c.kernel().receiver(sender).read(Duration.ZERO)))
                .isEqualTo(reading);
        assertThat(code(child, c -> c.kernel().sender(sender).write("x"))).isEqualTo(writing);
        assertThat(child.<String>call(c -> c.kernel().sender(sender).info().name()))
                .isEqualTo("one way");
    }

    @Test
    void shouldChangeOnlyTheMaskedFlags(TestHome home) {
        Receiver receiver = home.attach().createMailslot("flags");

        receiver.setFlags(INHERIT, BOTH);
        assertThat(receiver.describe().flags()).isEqualTo(INHERIT);
        receiver.setFlags(PROTECT, PROTECT);
        assertThat(receiver.describe().flags()).isEqualTo(BOTH);
        receiver.setFlags(Set.of(), Set.of());
        assertThat(receiver.describe().flags()).isEqualTo(BOTH);
        receiver.setFlags(INHERIT, Set.of());
        assertThat(receiver.describe().flags()).isEqualTo(PROTECT);
    }

    @Test
    void shouldRefuseToCloseAProtectedHandle(TestHome home) {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot("protected");
        receiver.setFlags(PROTECT, PROTECT);

        assertThatThrownBy(receiver::close)
                .isInstanceOf(InvalidHandleException.class)
                .hasMessageContaining("protect");
        assertFails(6, () -> kernel.closeHandle(receiver.handle()));
        assertThat(receiver.info().messageCount()).isZero();

        receiver.setFlags(PROTECT, Set.of());
        receiver.close();
        assertThat(kernel.handles()).isEmpty();
    }

    @Test
    void shouldCloseProtectedHandlesAtTheEndOfTheProcess(TestHome home, Jvms jvms, @Named("mortal") Child child) {
        child.run(c -> c.kernel().createMailslot("mortal").setFlags(PROTECT, PROTECT));

        jvms.all(child);

        assertThat(home.attach().createMailslot("mortal").handle()).isEqualTo(4);
    }

    @ParameterizedTest(name = "open first sharing {0}, then sharing {1}: {2}")
    @CsvSource({"true,true,0", "true,false,32", "false,true,32", "false,false,32"})
    void shouldEnforceShareModesBetweenWritersOfTwoProcesses(
            boolean first, boolean second, int expected, @Named("other") Child child, Kernel kernel) {
        kernel.createMailslot("exclusive");
        Sender mine = kernel.openMailslot("exclusive", OpenOptions.defaults().withShareWrite(first));

        assertThat(opening(child, AccessRight.WRITE, second)).isEqualTo(expected);

        assertThat(opening(child, AccessRight.READ, false))
                .as("opens without write access take no part")
                .isZero();
        mine.close();
        assertThat(opening(child, AccessRight.WRITE, true)).isZero();
    }

    /** With which code a child is refused that opens the mailslot; 0 if it is not. */
    private static int opening(Child child, AccessRight access, boolean shareWrite) {
        return code(
                child,
                c -> c.kernel()
                        .openMailslot(
                                "exclusive",
                                OpenOptions.defaults()
                                        .withAccess(Set.of(access))
                                        .withShareWrite(shareWrite)));
    }

    @Test
    void shouldNameTheMailslotInASharingViolation(TestHome home) {
        Kernel kernel = home.attach();
        kernel.createMailslot("exclusive");
        kernel.openMailslot("exclusive");

        assertThatThrownBy(() ->
                        kernel.openMailslot("exclusive", OpenOptions.defaults().withShareWrite(false)))
                .isInstanceOf(SharingViolationException.class)
                .hasMessageStartingWith("the mailslot 'exclusive' has a writing sender");
    }

    @Test
    void shouldSayWhichRightIsMissing(TestHome home) {
        Kernel kernel = home.attach();
        kernel.createMailslot("read only");
        Sender sender = kernel.openMailslot("read only", OpenOptions.defaults().withAccess(Set.of(AccessRight.READ)));

        assertThatThrownBy(() -> sender.write(new byte[1]))
                .isInstanceOf(InsufficientRightsException.class)
                .hasMessageContaining("WRITE");
    }

    @Test
    void shouldAskAReceiverForItsStateAndSetItsTimeoutWithoutARight(TestHome home) {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot("looked at");
        DuplicateOptions onlyToWait = DuplicateOptions.defaults().withAccess(Set.of(AccessRight.SYNCHRONIZE));
        Receiver without = kernel.receiver(kernel.duplicate(receiver.handle(), onlyToWait));
        kernel.openMailslot("looked at").write(new byte[3]);

        without.setReadTimeout(Duration.ofMillis(7));

        assertThat(without.info().nextMessageSize()).hasValue(3);
        assertThat(receiver.info().readTimeout()).isEqualTo(Duration.ofMillis(7));
        assertFails(5, without::read);
        without.close();
        assertFails(6, without::info);
        assertFails(6, () -> without.setReadTimeout(Duration.ZERO));
    }

    /** The handle of a receiver of the child's own. */
    private static int create(Child child, String name) {
        return child.call(c -> c.kernel().createMailslot(name).handle());
    }

    /** With which code a child is refused; 0 if it is not. */
    private static int code(Child child, ChildBody deed) {
        return child.call(c -> {
            try {
                deed.run(c);
                return 0;
            } catch (MailslotException refused) {
                return refused.errorCode().value();
            }
        });
    }

    private static void assertFails(int code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(MailslotException.class)
                .extracting(failure -> ((MailslotException) failure).errorCode().value())
                .isEqualTo(code);
    }
}
