package io.mailslot.launcher.top;

import io.mailslot.inspect.Detail;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeSnapshot;
import java.nio.file.Path;

/**
 * What was seen of a home, and when, by a clock that nobody sets.
 *
 * @param home an empty one if there is none
 * @param nanos of that clock
 */
record Sample(HomeSnapshot home, long nanos) {
    static Sample of(Path home, Detail... details) {
        long begin = System.nanoTime();
        HomeSnapshot seen = HomeInspector.inspect(home, details).orElseGet(() -> HomeSnapshot.empty(home));
        return new Sample(seen, begin + (System.nanoTime() - begin) / 2);
    }

    /** Whether there is a home. */
    boolean isThere() {
        return home.layoutVersion() > 0;
    }

    /** Whether it goes on what another sample has begun: the counters of a home that was begun anew do not. */
    boolean follows(Sample before) {
        return isThere()
                && before.isThere()
                && home.bootId().equals(before.home.bootId())
                && home.changes() >= before.home.changes()
                && nanos > before.nanos;
    }
}
