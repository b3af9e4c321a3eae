package io.mailslot.remote.internal.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.MailslotException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.ObjectStatus;
import io.mailslot.remote.internal.config.NamePatterns;
import io.mailslot.remote.internal.link.Link;
import io.mailslot.remote.internal.link.LinkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The begin and the end of bridges. */
class StandbyTest {
    private static final List<String> SEND = List.of("b/orders", "*/news");
    private static final List<String> ACCEPT = List.of("*/news");
    private static final Duration TAKEOVER = Duration.ofSeconds(2);
    private static final int ATTEMPTS = 5;

    @TempDir
    Path folder;

    private final PaperEngine engine = new PaperEngine();
    private PaperMachine a;

    @BeforeEach
    void makeAMachine() {
        a = new PaperMachine(engine, "a", folder);
    }

    @AfterEach
    void end() {
        a.close();
    }

    /** Within two seconds; a busy machine may be late, but not each time. */
    @Test
    void shouldTakeOverWhenTheOneBeforeIsClosed() throws InterruptedException {
        boolean soon = false;
        for (int attempt = 0; attempt < ATTEMPTS && !soon; attempt++) {
            a.start(SEND, ACCEPT);
            try (Standby second = a.begin(SEND, ACCEPT)) {
                assertThat(second.awaitConnected(Duration.ofMillis(200))).isFalse();
                assertThat(second.view().state()).isEqualTo(View.State.STANDBY);
                a.stop();
                soon = second.awaitConnected(TAKEOVER);
                assertThat(second.awaitConnected(PaperMachine.PATIENCE)).isTrue();
                assertThat(second.view().state()).isEqualTo(View.State.ACTIVE);
                assertThat(a.bridge().view().state()).isEqualTo(View.State.ENDED);
            }
        }
        assertThat(soon).isTrue();
    }

    @Test
    void shouldEndWhileItStandsBy() throws InterruptedException {
        a.start(SEND, ACCEPT);
        Standby second = a.begin(SEND, ACCEPT);
        second.close();
        assertThat(second.awaitEnd(Duration.ZERO)).isTrue();
        assertThat(second.failure()).isEmpty();
        assertThat(a.bridge().view().state()).isEqualTo(View.State.ACTIVE);
    }

    @Test
    void shouldLeaveNoThreadAndNoHandle() throws InterruptedException {
        int handles = a.kernel().handles().size();
        long quickest = Long.MAX_VALUE;
        try (Receiver news = a.kernel().createMailslot("news")) {
            for (int round = 0; round < 3; round++) {
                a.start(SEND, ACCEPT);
                try (Sender sender = a.open("\\\\b\\mailslot\\orders")) {
                    sender.write("tea");
                }
                a.awaitInlet("news", View.Inlet::open);
                long start = System.nanoTime();
                a.stop();
                quickest = Math.min(quickest, System.nanoTime() - start);
                await().atMost(PaperMachine.PATIENCE).until(() -> threads().isEmpty());
            }
            assertThat(Duration.ofNanos(quickest)).as("the quickest end").isLessThan(Duration.ofSeconds(5));
            assertThat(news.poll()).isEmpty();
        }
        assertThat(a.kernel().handles()).hasSize(handles);
    }

    @Test
    void shouldShowInTheHomeHowTheLinkIs() {
        try (Sign sign = new Sign(a.kernel())) {
            sign.show(new Link.State(true, "new", 0, "", ""));
            assertThat(signaled(Sign.NAME)).contains(true);
            assertThat(signaled(Sign.OLD_SERVERS)).as("most homes have none").isEmpty();

            sign.show(new Link.State(true, "old", 1, "", "they are old"));
            assertThat(signaled(Sign.OLD_SERVERS)).contains(true);
            sign.show(new Link.State(false, "new", 2, "it is lost", ""));
            assertThat(signaled(Sign.OLD_SERVERS)).contains(false);
            assertThat(signaled(Sign.NAME)).contains(false);
        }
        assertThat(signaled(Sign.OLD_SERVERS)).isEmpty();
    }

    private Optional<Boolean> signaled(String event) {
        return HomeInspector.inspect(a.kernel().home()).orElseThrow().objects().stream()
                .filter(object -> object.name().equals(event))
                .map(ObjectStatus::signaled)
                .findFirst();
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("mailslot-bridge-"))
                .collect(Collectors.toSet());
    }

    @Test
    void shouldEndAndSayWhyWhenTheKernelIsClosed() throws InterruptedException {
        a.start(SEND, ACCEPT);
        a.kernel().close();
        assertThat(a.bridge().awaitEnd(PaperMachine.PATIENCE)).isTrue();
        assertThat(a.bridge().failure().map(MailslotException::errorCode)).contains(ErrorCode.INVALID_HANDLE);
        await().atMost(PaperMachine.PATIENCE).until(() -> threads().isEmpty());
    }

    @Test
    void shouldEndAndSayWhyWhenTheHomeIsDeleted() throws InterruptedException, IOException {
        a.start(SEND, ACCEPT);
        try (Stream<Path> files = Files.walk(a.kernel().home())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        assertThat(a.bridge().awaitEnd(PaperMachine.PATIENCE)).isTrue();
        assertThat(a.bridge().failure().map(MailslotException::errorCode)).contains(ErrorCode.FILE_INVALID);
        await().atMost(PaperMachine.PATIENCE).until(() -> threads().isEmpty());
    }

    @Test
    void shouldEndAndSayWhyWhenTheEngineDoesNotWantIt() throws InterruptedException {
        Settings settings = new Settings(
                "a", "shop", NamePatterns.none(), NamePatterns.none(), MailslotOptions.MIN_CAPACITY, 1_000);
        Map<LinkException.Kind, ErrorCode> codes = Map.of(
                LinkException.Kind.REFUSED, ErrorCode.ACCESS_DENIED,
                LinkException.Kind.UNKNOWN, ErrorCode.LOGON_FAILURE);
        for (LinkException.Kind kind : codes.keySet()) {
            String words = "whatever it says of authorization";
            try (Standby bridge = Standby.start(
                    a.kernel(),
                    settings,
                    () -> {
                        throw new LinkException(kind, words, null);
                    },
                    () -> "")) {
                assertThat(bridge.awaitConnected(PaperMachine.PATIENCE)).isFalse();
                MailslotException failure = bridge.failure().orElseThrow();
                assertThat(failure).hasMessage(words);
                assertThat(failure.errorCode()).isEqualTo(codes.get(kind));
            }
        }
    }

    @Test
    void shouldGoOnWhenSomebodyInterruptsAThreadOfIt() throws InterruptedException {
        a.start(SEND, ACCEPT);
        try (Receiver news = a.kernel().createMailslot("news")) {
            a.awaitInlet("news", View.Inlet::open);
            Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().matches("mailslot-bridge-(desk|inlet).*"))
                    .forEach(Thread::interrupt);
            a.receives("c", "news", new UUID(1, 1), 0, PaperMachine.numbered(0, 3));
            for (int i = 0; i < 3; i++) {
                assertThat(PaperMachine.read(news)).isEqualTo(Integer.toString(i));
            }
            try (Sender sender = a.open("\\\\b\\mailslot\\orders")) {
                sender.write("tea");
            }
            await().atMost(PaperMachine.PATIENCE).until(() -> engine.kept() == 1);
        }
    }
}
