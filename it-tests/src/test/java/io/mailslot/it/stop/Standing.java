package io.mailslot.it.stop;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.TestHome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A JVM that stands still at a fault point, in the middle of the last command that it was told. */
final class Standing {
    private static final Duration MOMENT = Duration.ofMillis(20);

    private final ChildJvm child;
    private final Path sign;

    private Standing(ChildJvm child, Path sign) {
        this.child = child;
        this.sign = sign;
    }

    /** An agent that has attached and will stand still when it first comes to the point. */
    static Standing agent(TestHome home, FaultPoint point) {
        Path sign = home.scratch().resolve("standing-" + point);
        ChildJvm child = home.start(TestHome.agentCommand()
                .withSystemProperty(FaultPoint.PROPERTY, point + ":pause:" + sign)
                .toProcessBuilder());
        child.must("attach");
        return new Standing(child, sign);
    }

    ChildJvm child() {
        return child;
    }

    /** Has it do something, and returns once it stands still in that. */
    Standing in(Object... command) {
        child.tell(command);
        Deadline.await("it stands at " + sign.getFileName()).until(() -> Files.exists(sign) || !child.isAlive());
        assertThat(sign).exists();
        child.standStill();
        return this;
    }

    /** Has it do something, and returns once that is done, or it stands still in it. */
    void tryIn(Object... command) {
        child.tell(command);
        Deadline.await("it is done, or stands at " + sign.getFileName())
                .until(() -> Files.exists(sign) || !child.saysNothingFor(MOMENT));
        if (isReached()) {
            child.standStill();
        }
    }

    boolean isReached() {
        return Files.exists(sign);
    }

    /** Has it go on. */
    void goOn() {
        try {
            Files.delete(sign);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        child.goOn();
    }
}
