package io.mailslot.it.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.inspect.CursorStatus;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.inspect.MailslotStatus;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.it.fault.Victim.Address;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.Templates;
import io.mailslot.it.storm.Delays;
import io.mailslot.it.storm.HiccupMeter;
import io.mailslot.it.storm.RunDelay;
import io.mailslot.it.storm.Span;
import io.mailslot.it.storm.Stall;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildSpec;
import io.mailslot.testkit.Jvms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * This JVM, which lives on when a victim dies. It has lived in the home before; or it comes when the victim is dead, and
 * another one has lived there before, which stood still meanwhile; or the dead were the last to live there.
 */
final class Survivor {
    /** Longest time that an operation may take because another process died. */
    private static final long LONGEST_STALL_MS = 250;

    private static final MailslotOptions PATIENT = MailslotOptions.defaults().withReadTimeout(Duration.ofSeconds(60));
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** When the machine held this JVM up, since the first survivor. */
    private static final List<Span> HICCUPS = new CopyOnWriteArrayList<>();

    private static final HiccupMeter METER = HiccupMeter.start(HICCUPS::add);

    private final Jvms jvms;
    private final List<Stall> operations = new ArrayList<>();
    private final List<Span> delays = new CopyOnWriteArrayList<>();
    private Optional<Child> bystander = Optional.empty();
    private Kernel kernel;
    private Receiver receiver;
    private int gate;
    private int permits;

    Survivor(Jvms jvms) {
        this.jvms = jvms;
    }

    /** Starts a victim. */
    Child start(ChildSpec victim, FaultPoint point) {
        return kernel == null
                ? Victims.start(victim, point, Address.NONE)
                : Victims.start(victim, point, new Address(kernel.processId(), receiver.handle()), kernel);
    }

    /** Kills a victim: until all of its threads have ended, and its locks are free, is the machine's time. */
    void kill(Child victim) {
        long killed = System.nanoTime();
        victim.process().onExit().thenRun(() -> delays.add(new Span(killed, System.nanoTime())));
        Victims.killWithoutWaiting(victim);
    }

    /** Takes part in the life of the home, and so in the reaping. */
    void watch() {
        kernel = jvms.kernel();
        receiver = kernel.createMailslot(Victim.SURVIVING_MAILSLOT, PATIENT.withCapacity(Victim.CAPACITY));
        kernel.createMailslot(Victim.BROADCAST, PATIENT);
        gate = Victims.openGate(kernel);
        permits = Victims.freePermits(kernel);
    }

    /** Only keeps the home alive: by a process that reaps nobody. */
    void standStillBeside() {
        Child idle = jvms.jvm().withName("bystander").startedPlainly().start();
        idle.run(c -> c.kernel());
        bystander = Optional.of(idle.stop());
    }

    /** Does what processes do, right after a death; returns how long the slowest operation took, but for the machine. */
    Duration goOn() {
        if (kernel == null) {
            timed("attach", this::watch);
        }
        timed(
                "open and close",
                () -> kernel.openMailslot(Victim.SURVIVING_MAILSLOT).close());
        timed("list handles", () -> kernel.handles());
        Victims.drain(receiver);
        Sender sender = kernel.openMailslot(Victim.SURVIVING_MAILSLOT);
        timed("write", () -> sender.write("after the fault".getBytes(UTF_8)));
        assertThat(new String(receiver.read(), UTF_8)).isEqualTo("after the fault");
        timed("close", sender::close);
        timed(
                "wait for all",
                () -> assertThat(kernel.waitForAll(PATIENCE, permits, gate).signaled())
                        .isTrue());
        bystander.ifPresent(this::letGoOn);
        return judge();
    }

    /** Who lived through all that and slept finds everything as it should be. */
    private void letGoOn(Child awake) {
        awake.resume()
                .run(c -> c.kernel().openMailslot(Victim.SURVIVING_MAILSLOT).write("awake again"));
        assertThat(new String(receiver.read(), UTF_8)).isEqualTo("awake again");
        jvms.all(awake);
    }

    private void timed(String name, Runnable operation) {
        long delayBefore = RunDelay.nanos();
        long start = System.nanoTime();
        operation.run();
        Span span = new Span(start, System.nanoTime());
        long delay = Math.min(RunDelay.nanos() - delayBefore, span.nanos());
        operations.add(new Stall(ProcessHandle.current().pid(), name, span));
        delays.add(new Span(span.endNanos() - delay, span.endNanos()));
    }

    private Duration judge() {
        METER.catchUp();
        delays.addAll(HICCUPS);
        Delays all = Delays.of(operations, delays);
        all.requireNetWithin(LONGEST_STALL_MS, "operations after the death: " + operations);
        return Duration.ofNanos(all.netNanos(all.longestNet()));
    }

    void checkThatNothingIsLeft(FaultPoint point) {
        checkDurable(point);
        kernel.createMailslot(Victim.OWN_MAILSLOT, PATIENT).close();
        kernel.files().open(Victim.file(kernel), Victim.OWN_FILE).close();
        assertThat(Victim.file(kernel)).doesNotExist();
        Deadline.await("the dead are reaped", Deadline.DEATH_NOTICED).untilAsserted(() -> {
            assertThat(HomeVerifier.verify(jvms.home(), Duration.ZERO)).isEmpty();
            assertThat(HomeInspector.inspect(jvms.home()).orElseThrow().processes())
                    .hasSize(1);
            assertThat(Templates.under(jvms.home())).isEmpty();
        });
        assertThat(receiver.describe().usageCount()).isOne();
        assertThat(HomeInspector.inspect(jvms.home()).orElseThrow().mailslots())
                .hasSize(2)
                .allSatisfy(each -> {
                    assertThat(each.senders()).isZero();
                    assertThat(each.receiverProcessIds()).containsExactly(kernel.processId());
                });
    }

    /** What the victim has made or left that stays by design is whole, and can be deleted. */
    private void checkDurable(FaultPoint point) {
        List<MailslotStatus> durable = HomeInspector.inspect(jvms.home()).orElseThrow().mailslots().stream()
                .filter(MailslotStatus::durable)
                .toList();
        switch (point) {
            case CURSOR_MADE, CURSOR_DELETED, DURABLE_FOUND_EMPTY ->
                assertThat(durable).hasSize(1);
            case CARRY_OVER_CLEARED, CARRY_OVER_WRITTEN, CARRY_OVER_NAMED -> {
                assertThat(durable).hasSize(1);
                Receiver carriedOver = kernel.createMailslot(Victim.DURABLE, PATIENT.withCursor(Victim.CURSOR));
                for (String message : Victim.LEFT) {
                    assertThat(new String(carriedOver.read(), UTF_8)).isEqualTo(message);
                }
                assertThat(carriedOver.poll()).isEmpty();
                carriedOver.close();
            }
            default -> assertThat(durable).isEmpty();
        }
        for (MailslotStatus each : durable) {
            assertThat(each.cursors()).extracting(CursorStatus::name).containsExactly(Victim.CURSOR);
            kernel.deleteMailslot(each.name());
        }
    }
}
