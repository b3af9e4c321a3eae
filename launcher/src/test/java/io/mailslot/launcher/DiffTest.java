package io.mailslot.launcher;

import static io.mailslot.launcher.CraftedSnapshot.handle;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code diff} makes of snapshots. */
class DiffTest {
    private static final long ORDERS = 0x10;
    private static final long READY = 0x20;
    private static final long PROCESS = 0x1001;
    private static final Map<String, Object> DENIED = Map.of("code", 5, "detail", "cannot look at the handles of it");
    private static final Map<String, Object> CLOSED =
            Map.of("code", 5, "mailslot", "orders", "detail", "cannot look at the messages of it");

    @TempDir
    private Path folder;

    private CommandRun diff(CraftedSnapshot before, CraftedSnapshot after, String... options) {
        String[] words = new String[3 + options.length];
        words[0] = "diff";
        words[1] = before.in(folder).toString();
        words[2] = after.in(folder).toString();
        System.arraycopy(options, 0, words, 3, options.length);
        return CommandRun.of(words);
    }

    private static CraftedSnapshot home(long messages, List<?> handles) {
        return new CraftedSnapshot()
                .mailslot(ORDERS, "orders", messages)
                .object(READY, "event", "ready")
                .process(1, PROCESS, List.of(), handles);
    }

    private static CraftedSnapshot seen() {
        return home(3, List.of(handle(4, "event", READY, "ready")));
    }

    @Test
    void shouldNotTellOfHandlesThatWereNotSeen() {
        CraftedSnapshot blank = home(3, List.of()).with("unseen", List.of(DENIED));

        CommandRun gone = diff(seen(), blank);
        assertThat(gone.out()).isEmpty();
        assertThat(gone.err()).contains("cannot look at the handles of it");
        assertThat(gone.exitCode()).isEqualTo(4);
        CommandRun come = diff(blank, seen(), "--json");
        assertThat(come.out()).contains("\"changes\":[]", "\"detail\":\"cannot look at the handles of it\"");
        assertThat(come.exitCode()).isEqualTo(4);
        assertThat(diff(seen(), home(3, List.of())).out()).isEqualTo("- handle 1:4 event 0x20 ready modify-state -\n");
    }

    @Test
    void shouldNotTellOfMessagesThatWereNotSeen() {
        CraftedSnapshot blank =
                home(-1, List.of(handle(4, "event", READY, "ready"))).with("unseen", List.of(CLOSED));

        assertThat(diff(seen(), blank).out()).isEmpty();
        assertThat(diff(blank, seen()).err()).contains("cannot look at the messages of it");
        assertThat(diff(seen(), home(-1, List.of(handle(4, "event", READY, "ready"))))
                        .out())
                .as("which is damaged")
                .contains("~ mailslot orders -1 unread");
    }

    @Test
    void shouldNotCompareTwoHomesOrTwoBoots() {
        CommandRun homes = diff(seen(), seen().with("home", "/srv/other"));
        assertThat(homes.exitCode()).isOne();
        assertThat(homes.out()).isEmpty();
        assertThat(homes.err()).contains("/srv/crafted", "/srv/other");
        CommandRun boots = diff(seen(), seen().with("bootId", "00000000-0000-0000-0000-000000000002"));
        assertThat(boots.exitCode()).isOne();
        assertThat(boots.out()).isEmpty();
        assertThat(boots.err()).contains("another boot");
    }
}
