package io.mailslot.it.away;

import static io.mailslot.it.away.Away.ORDERS;
import static io.mailslot.it.away.Away.assertSound;
import static io.mailslot.it.away.Away.deleteAll;
import static io.mailslot.it.away.Away.look;
import static io.mailslot.it.away.Away.refused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mailslot.Kernel;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.MailslotException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.inspect.MailslotStatus;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.storm.NetTime;
import io.mailslot.junit.Named;
import io.mailslot.testkit.Child;
import io.mailslot.win32.Win32;
import io.mailslot.win32.Win32Constants;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How names of other computers are opened of which there is no outbox: by asking the bridge, a process like any other. */
@HomeTest
class BridgeQuestionTest {
    /** What the library gives a bridge to answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static Child bridge(Child child) {
        child.run(PlayedBridge::begin);
        return child;
    }

    private static String atB(String name) {
        return "\\\\B\\mailslot\\" + name;
    }

    @Test
    void shouldSayThatThereIsNoBridge(TestHome home, Kernel kernel) {
        NetTime start = NetTime.start();
        OpenOptions patient = OpenOptions.defaults().withOpenTimeout(Deadline.PATIENCE);

        assertThat(refused(ErrorCode.BAD_NETPATH, () -> kernel.openMailslot(ORDERS, patient)))
                .hasMessageContainingAll(ORDERS, home.path().toString(), "mailslot bridge --config FILE");

        assertThat(start.took()).isLessThan(PATIENCE);
        assertThat(look(home).mailslots()).isEmpty();
        assertThat(kernel.handles()).isEmpty();
    }

    @Test
    void shouldHaveTheBridgeMakeTheOutbox(TestHome home, @Named("bridge") Child child, Kernel kernel) {
        Child bridge = bridge(child);

        Sender sender = kernel.openMailslot(ORDERS);
        sender.write("tea");

        assertThat(bridge.<ArrayList<String>>call(PlayedBridge::asked))
                .singleElement()
                .asString()
                .matches("mailslot-bridge 1\nopen\n\\\\\\\\B\\\\mailslot\\\\shop\\\\orders\nbridge/answer-"
                        + ProcessHandle.current().pid() + "-\\d+");
        assertThat(look(home).mailslots())
                .extracting(MailslotStatus::name)
                .as("the mailslot of the answer is gone")
                .containsExactlyInAnyOrder("bridge", ORDERS);
        assertThat(kernel.handles()).hasSize(1);
        assertThat(look(home).mailslot(ORDERS).orElseThrow().messageCount()).isOne();

        bridge.kill();
        kernel.openMailslot(ORDERS).write("also without it");
        assertSound(home);
        deleteAll(home, kernel);
    }

    @Test
    void shouldTakeTheNameOfThisMachineForTheMailslotHere(@Named("bridge") Child child, Kernel kernel) {
        bridge(child);
        Receiver own = kernel.createMailslot("own");

        kernel.openMailslot("\\\\me\\mailslot\\own").write("to myself");

        assertThat(own.readText()).isEqualTo("to myself");
        own.close();
        refused(ErrorCode.FILE_NOT_FOUND, () -> kernel.openMailslot("\\\\me\\mailslot\\own"));
    }

    @ParameterizedTest
    @CsvSource({
        "53, \\\\C\\mailslot\\orders, " + PlayedBridge.UNKNOWN,
        "53, \\\\B\\mailslot\\secret, " + PlayedBridge.NOT_SENT,
        "87, \\\\B\\mailslot\\large, is too large",
        "1816, \\\\B\\mailslot\\full, is full",
        "50, \\\\B\\mailslot\\odd, odd",
        "1306, \\\\B\\mailslot\\newer, mailslot-bridge 2",
        "1306, \\\\B\\mailslot\\garbage, mailslot-bridge 1",
    })
    void shouldTellWhatTheBridgeSays(
            int code, String name, String sentence, TestHome home, @Named("bridge") Child child, Kernel kernel) {
        bridge(child);
        MailslotException refusal = catchThrowableOfType(MailslotException.class, () -> kernel.openMailslot(name));

        assertThat(refusal).hasMessageContaining(sentence);
        assertThat(refusal.errorCode().value()).isEqualTo(code);
        assertThat(kernel.handles()).isEmpty();
        assertThat(look(home).mailslots()).extracting(MailslotStatus::name).containsExactly("bridge");
    }

    @Test
    void shouldNotWaitForeverForABridgeThatIsSilent(TestHome home, @Named("bridge") Child child, Kernel kernel) {
        bridge(child);
        long start = System.nanoTime();
        assertThat(refused(ErrorCode.SEM_TIMEOUT, () -> kernel.openMailslot(atB("silent"))))
                .hasMessageContainingAll(atB("silent"), "within 5 s");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(PATIENCE);

        NetTime again = NetTime.start();
        OpenOptions hasty = OpenOptions.defaults().withOpenTimeout(Duration.ofMillis(300));
        assertThat(refused(ErrorCode.SEM_TIMEOUT, () -> kernel.openMailslot(atB("silent"), hasty)))
                .hasMessageContaining("within 300 ms");
        assertThat(again.took()).isLessThan(PATIENCE);

        child.stop();
        assertThat(refused(ErrorCode.SEM_TIMEOUT, () -> kernel.openMailslot(ORDERS, hasty)))
                .hasMessageContaining(home.path().toString());
        child.resume();
        assertThat(kernel.handles()).isEmpty();
        Deadline.await("the bridge has made what nobody waits for any more")
                .until(() -> look(home).mailslot(ORDERS).isPresent());
        child.kill();
        deleteAll(home, kernel);
    }

    private static void fill(Sender sender, byte[] message) {
        while (sender.tryWrite(message, 0, message.length)) {
            // until it is full
        }
    }

    /** Its mailslot is full of what others have asked: that is no silence, as long as there is time. */
    @Test
    void shouldWaitForABridgeThatHasManyQuestionsToRead(TestHome home, @Named("bridge") Child child, Kernel kernel)
            throws Exception {
        bridge(child);
        child.stop();
        String unanswered = String.join("\n", "mailslot-bridge 1", "open", atB("silent"), "nobody", "");
        try (Sender others = kernel.openMailslot("bridge")) {
            fill(others, (unanswered + " ".repeat(4_000)).getBytes(UTF_8));
            fill(others, unanswered.getBytes(UTF_8)); // for less than another question there is no room either
        }
        OpenOptions hasty = OpenOptions.defaults().withOpenTimeout(Duration.ofMillis(600));
        long start = System.nanoTime();
        assertThat(refused(ErrorCode.SEM_TIMEOUT, () -> kernel.openMailslot(ORDERS, hasty)))
                .hasMessageContaining("within 600 ms");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(600));

        Asleep<Sender> opening = Asleep.in(() -> kernel.openMailslot(ORDERS));
        opening.goesOn().goesOn();
        child.resume();

        opening.result().close();
        child.kill();
        deleteAll(home, kernel);
    }

    @Test
    void shouldTellAtOnceThatTheBridgeEndedWhileItWasAsked(@Named("bridge") Child child, Kernel kernel)
            throws Exception {
        bridge(child);
        child.stop();
        Asleep<Sender> opening = Asleep.in(() -> kernel.openMailslot(ORDERS));
        NetTime start = NetTime.start();

        child.killNow();

        assertThat(opening.failsWith(ErrorCode.BAD_NETPATH)).hasMessageContaining("ended while it was asked");
        assertThat(start.took()).isLessThan(Duration.ofSeconds(3));
        assertThat(refused(ErrorCode.BAD_NETPATH, () -> kernel.openMailslot(ORDERS)))
                .hasMessageContaining("no bridge serves");
        assertThat(kernel.handles()).isEmpty();
    }

    @Test
    void shouldGiveEachOfManyThreadsItsOwnAnswer(TestHome home, @Named("bridge") Child child, Kernel kernel) {
        bridge(child);
        List<CompletableFuture<String>> opened = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> {
                    try (Sender sender = kernel.openMailslot(atB("n" + i))) {
                        return sender.info().name();
                    }
                }))
                .toList();

        for (int i = 0; i < opened.size(); i++) {
            assertThat(opened.get(i)).succeedsWithin(Deadline.PATIENCE).isEqualTo(atB("n" + i));
        }
        child.kill();
        deleteAll(home, kernel);
    }

    @Test
    void shouldSetTheLastErrorOfWindows(TestHome home, @Named("bridge") Child child, Kernel kernel) {
        Win32 win = new Win32(kernel);
        assertThat(open(win, ORDERS)).isEqualTo(Win32Constants.INVALID_HANDLE_VALUE);
        assertThat(win.getLastError()).isEqualTo(Win32Constants.ERROR_BAD_NETPATH);
        bridge(child);
        int handle = open(win, ORDERS);
        assertThat(handle).isNotEqualTo(Win32Constants.INVALID_HANDLE_VALUE);
        assertThat(win.writeFile(handle, new byte[] {1}, 1, null, null)).isTrue();
        assertThat(win.createMailslot(ORDERS, 0, 0, null)).isEqualTo(Win32Constants.INVALID_HANDLE_VALUE);
        assertThat(win.getLastError()).isEqualTo(Win32Constants.ERROR_INVALID_NAME);
        child.kill();
        kernel.createMailslot(ORDERS, MailslotOptions.defaults().withCursor(PlayedBridge.CURSOR))
                .close(); // which reaps the bridge
        kernel.deleteMailslot(ORDERS);
        assertThat(win.writeFile(handle, new byte[] {1}, 1, null, null)).isFalse();
        assertThat(win.getLastError()).isEqualTo(Win32Constants.ERROR_NETNAME_DELETED);
        deleteAll(home, kernel);
    }

    private static int open(Win32 win, String name) {
        return win.createFile(
                name,
                Win32Constants.GENERIC_WRITE,
                Win32Constants.FILE_SHARE_READ | Win32Constants.FILE_SHARE_WRITE,
                null,
                Win32Constants.OPEN_EXISTING,
                0,
                0);
    }
}
