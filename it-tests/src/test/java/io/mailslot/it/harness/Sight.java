package io.mailslot.it.harness;

import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.inspect.MailslotStatus;
import io.mailslot.inspect.ProcessStatus;
import io.mailslot.testkit.Child;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What both who only look tell a child of a home, which needs no attachment.
 *
 * @param alive how many processes live
 * @param processes how many there are
 * @param messages how many are unread
 * @param bytes what the files of mailslots have
 * @param unseen what could not be looked at
 * @param findings what is wrong
 */
public record Sight(long alive, int processes, long messages, long bytes, String unseen, String findings)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Has a child look. */
    public static Sight of(Child child, Path home) {
        String path = home.toString();
        return child.call(c -> of(path));
    }

    private static Sight of(String path) {
        HomeSnapshot seen = HomeInspector.inspect(Path.of(path)).orElseThrow();
        return new Sight(
                seen.processes().stream().filter(ProcessStatus::alive).count(),
                seen.processes().size(),
                seen.mailslots().stream()
                        .mapToLong(MailslotStatus::messageCount)
                        .sum(),
                seen.mailslots().stream()
                        .mapToLong(MailslotStatus::apparentBytes)
                        .sum(),
                seen.unseen().toString(),
                HomeVerifier.verify(Path.of(path), Duration.ofSeconds(1)).toString());
    }
}
