package io.mailslot.launcher;

import io.mailslot.launcher.remote.RemoteContext;
import java.time.Duration;

/** The command line, as the commands see it that are about other machines. */
final class Reaching extends Acting implements RemoteContext {
    Reaching(Main main) {
        super(main);
    }

    @Override
    public Interruptible interruptible(Duration patience) {
        return Interruption.watch(patience);
    }
}
