package io.mailslot.internal.liveness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.internal.liveness.LifeSight.Life;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who lives in another pid namespace, as far as lists of locks tell. */
class LifeSightTest {
    private static final long WHOLE_MACHINE = 0xEFFFFFFCL;

    @TempDir
    private Path folder;

    private Path lifeLock;
    private String name;
    private String neighbour;

    @BeforeEach
    void makeFiles() throws IOException {
        lifeLock = Files.createFile(folder.resolve("life.lock"));
        name = held(LockList.name(lifeLock));
        neighbour = held(LockList.name(Files.createFile(folder.resolve("neighbour"))));
    }

    private static String held(String file) {
        return "1: OFDLCK ADVISORY  WRITE -1 " + file + " 0 EOF\n";
    }

    private Life of(Path lock, String... lists) throws IOException {
        ProcessIdentity self = ProcessIdentity.self();
        assumeTrue(self.pidNamespace() == WHOLE_MACHINE, "only from there all locks are seen");
        Iterator<String> readings = List.of(lists).iterator();
        return new LifeSight(() -> LockList.of(readings.next()))
                .of(new ProcessIdentity(1, 1, self.pidNamespace() + 1), lock);
    }

    @Test
    void shouldTakeOneForDeadWhoseLockIsNotListedThoughOthersAre() throws IOException {
        assertThat(of(lifeLock, neighbour, neighbour)).isEqualTo(Life.ENDED);
        assertThat(of(lifeLock, neighbour + name)).isEqualTo(Life.RUNNING);
    }

    /** The system skips one now and then when others go while it prints. */
    @Test
    void shouldReadTheListTwice() throws IOException {
        assertThat(of(lifeLock, neighbour, neighbour + name)).isEqualTo(Life.RUNNING);
    }

    /** As of a subvolume, whose files the list calls by another device than the file system does. */
    @Test
    void shouldTakeNobodyForDeadOnADeviceThatIsNeverListed() throws IOException {
        String elsewhere = held("fffff:00:1");

        assertThat(of(lifeLock, elsewhere, elsewhere)).isEqualTo(Life.UNKNOWN);
        assertThat(of(lifeLock, neighbour, elsewhere)).isEqualTo(Life.UNKNOWN);
        assertThat(of(lifeLock, "", "")).isEqualTo(Life.UNKNOWN);
    }

    @Test
    void shouldNotTellOfOneWithoutALifeLock() throws IOException {
        assertThat(of(folder.resolve("gone"), neighbour, neighbour)).isEqualTo(Life.UNKNOWN);
    }
}
