package io.mailslot.testkit;

import java.time.Duration;

/** Children that get more time than usual, so that a busy machine makes no test fail. */
final class Patient {
    private Patient() {}

    static Jvms jvms() {
        return Jvms.open(JvmsOptions.defaults().withTimeout(Duration.ofSeconds(120)));
    }
}
