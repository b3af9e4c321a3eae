package io.mailslot.it.look;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.api.WhenFull;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.storm.NetTime;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** JVMs that look and advance die or stand still in between: what they do is done at least once, and others go on. */
@HomeTest
class LookDeathTest {
    private static final String NEWS = "\\\\*\\mailslot\\news";
    private static final MailslotOptions SMALL = MailslotOptions.defaults().withCapacity(MailslotOptions.MIN_CAPACITY);

    private static final int AT_ONCE = 7;

    private static Child looker(Jvms jvms, Path done, int most, boolean byOrder) {
        String file = done.toString();
        return jvms.jvm().withName("looker").startedPlainly().start(c -> Looker.work(c, file, most, byOrder));
    }

    /** Lets it go on at each point, once it is there. */
    private static void order(Child looker, String... points) {
        for (String point : points) {
            looker.awaitPoint(point).release(point);
        }
    }

    /** Makes the mailslot, and keeps the home alive. */
    private static Sender fill(Kernel kernel, int messages) {
        kernel.createMailslot(Looker.MAILSLOT, MailslotOptions.defaults().withCursor(Looker.CURSOR))
                .close();
        Sender sender = kernel.openMailslot(Looker.MAILSLOT);
        for (int i = 0; i < messages; i++) {
            sender.write(("message " + i).getBytes(UTF_8));
        }
        return sender;
    }

    private static void end(TestHome home, Kernel kernel) {
        kernel.deleteMailslot(Looker.MAILSLOT);
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
    }

    @Test
    void shouldShowAgainWhatWasDoneAndNotTaken(TestHome home, Jvms jvms, Kernel kernel) throws IOException {
        fill(kernel, 4);
        Path done = home.scratch().resolve("done");
        Child first = looker(jvms, done, 2, true);
        order(first, "working 0", "working 1", "done 2", "working 2");
        first.awaitPoint("working 3");
        first.kill(); // message 2 was dealt with, 0 and 1 were taken

        Child second = looker(jvms, done, 2, true);
        order(second, "working 2", "working 3");
        second.awaitPoint("done 4");
        second.kill(); // between the work and the advance

        Child third = looker(jvms, done, 2, true);
        order(third, "working 2", "working 3", "done 4");
        kernel.openMailslot(Looker.MAILSLOT).write(Looker.LAST);
        order(third, "working 4", "done 5");
        jvms.all(third);

        assertThat(Files.readAllLines(done))
                .containsExactly(
                        "0 message 0",
                        "1 message 1",
                        "2 message 2",
                        "2 message 2",
                        "3 message 3",
                        "2 message 2",
                        "3 message 3",
                        "4 last");
        end(home, kernel);
    }

    /** What was done twice is told by its number; nothing is left out, and nothing changes its number. */
    @Test
    void shouldDoEverythingAtLeastOnceUnderKills(TestHome home, Jvms jvms, Kernel kernel) throws IOException {
        int kills = 6;
        int messages = 0;
        Sender sender = fill(kernel, 0);
        Path done = Files.createFile(home.scratch().resolve("done"));
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int kill = 0; kill < kills; kill++) {
            for (int i = 0; i < 500; i++) {
                sender.write(("message " + messages++).getBytes(UTF_8));
            }
            long goal = Files.size(done) + random.nextInt(5_000); // less than the lines of these messages take
            Child victim = looker(jvms, done, AT_ONCE, false);
            Deadline.await("some work is done").until(() -> Files.size(done) > goal);
            victim.kill();
        }
        sender.write(Looker.LAST);
        jvms.all(looker(jvms, done, AT_ONCE, false));

        TreeMap<Long, String> byNumber = new TreeMap<>();
        List<String> lines = Files.readAllLines(done);
        for (String line : lines) {
            String[] parts = line.split(" ", 2);
            String former = byNumber.put(Long.parseLong(parts[0]), parts[1]);
            assertThat(former).as("seed " + seed).isIn(null, parts[1]);
        }
        assertThat(byNumber).as("seed " + seed).hasSize(messages + 1).containsEntry((long) messages, Looker.LAST);
        byNumber.headMap((long) messages)
                .forEach((number, text) -> assertThat(text).isEqualTo("message " + number));
        assertThat(lines.size() - byNumber.size()).as("repeats, seed " + seed).isLessThanOrEqualTo(AT_ONCE * kills);
        end(home, kernel);
    }

    /** Who dies in an advance has taken all or nothing of what it wanted to take. */
    @ParameterizedTest
    @EnumSource(
            value = FaultPoint.class,
            names = {"ADVANCE_COUNTED", "READ_CURSOR_MOVED"})
    void shouldTakeAllOrNothingWhenItDies(FaultPoint point, TestHome home, Jvms jvms, Kernel kernel) {
        Receiver other = kernel.createMailslot(NEWS, SMALL.withWhenFull(WhenFull.DROP_OLDEST));
        Receiver plain = kernel.createMailslot(Looker.MAILSLOT, SMALL);
        Sender sender = kernel.openMailslot(NEWS);
        Sender toPlain = kernel.openMailslot(Looker.MAILSLOT);
        byte[] message = new byte[100_000];
        for (int i = 0; i < 6; i++) {
            toPlain.write(message);
            sender.write(message);
        }
        boolean taken = point == FaultPoint.READ_CURSOR_MOVED;

        for (Receiver receiver : List.of(plain, other)) {
            Child victim = jvms.jvm().stopAtFaultPoint(point.name(), 1).start();
            int shared = victim.call(c -> receiver.handle());
            Shown shown = victim.call(c -> Shown.of(c.kernel().receiver(shared), 0, 4));
            assertThat(shown.next()).isEqualTo(4);
            victim.begin(c -> c.kernel().receiver(shared).advance(4));
            victim.awaitStopped().killNow();

            assertThat(Seen.of(receiver, 0).numbers).isEqualTo(Seen.numbers(taken ? 4 : 0, 6));
        }
        // the room of what it has taken is given back by who goes on
        plain.advance(5);
        for (int i = 0; i < 30; i++) {
            toPlain.write(message);
            plain.advance(6 + i);
        }
        assertThat(Seen.of(plain, 0).numbers).containsExactly(35L);
        other.advance(6);
        assertThat(other.info().missedMessages()).isZero();
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
    }

    /** Nothing is locked in the middle of the work: others read the same receiver, write, and open. */
    @Test
    void shouldHoldUpNobodyWhoStandsStillInTheMiddleOfItsWork(TestHome home, Jvms jvms, Kernel kernel)
            throws IOException {
        Sender sender = fill(kernel, 3);
        Path done = home.scratch().resolve("done");
        Child looker = looker(jvms, done, 3, true);
        looker.awaitPoint("working 0");
        looker.stop();

        Receiver shared = kernel.receiver(kernel.duplicate(
                kernel.openProcess(looker.pid(), ObjectOpenOptions.of(AccessRight.DUPLICATE_HANDLE))
                        .handle(),
                4,
                Kernel.CURRENT_PROCESS,
                DuplicateOptions.defaults()));
        NetTime start = NetTime.start();
        List<String> read = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            read.add(new String(shared.read(), UTF_8));
        }
        for (int i = 0; i < 1_000; i++) {
            sender.write(new byte[10_000]);
            shared.advance(4 + i);
        }
        kernel.openMailslot(Looker.MAILSLOT).close();
        assertThat(start.took()).isLessThan(Duration.ofSeconds(2));
        assertThat(read).containsExactly("message 0", "message 1", "message 2");

        sender.write(Looker.LAST);
        looker.resume();
        looker.release("working 0"); // what it was shown it was shown; the others are taken by now
        order(looker, "working 1003", "done 1004");
        jvms.all(looker);
        assertThat(Files.readAllLines(done)).containsExactly("0 message 0", "1003 last");
        shared.close();
        end(home, kernel);
    }
}
