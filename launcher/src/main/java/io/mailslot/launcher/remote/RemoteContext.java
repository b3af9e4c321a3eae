package io.mailslot.launcher.remote;

import io.mailslot.launcher.act.ActContext;
import java.time.Duration;

/** What the commands of this package need of the command line. */
public interface RemoteContext extends ActContext {
    /**
     * As {@link #interruptible()}, for work that takes longer to end in order.
     *
     * @param patience how long a signal waits for that
     * @return to be closed after all else
     */
    Interruptible interruptible(Duration patience);
}
