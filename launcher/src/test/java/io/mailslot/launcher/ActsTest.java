package io.mailslot.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.AccessRight;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.Event;
import io.mailslot.api.EventOptions;
import io.mailslot.api.HandleFlag;
import io.mailslot.api.HandleInfo;
import io.mailslot.api.InvalidHandleException;
import io.mailslot.api.MailslotNotFoundException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.ObjectNotFoundException;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.MailslotStatus;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that change a home, of which this JVM is a process: what they say, ask, and refuse. */
class ActsTest {
    private static final long SELF = ProcessHandle.current().pid();

    private static final Terminal TERMINAL = new Terminal(true, true, true, 80);

    private static final MailslotOptions DURABLE = MailslotOptions.defaults().withCursor("shop");

    @TempDir
    private Path home;

    private Kernel kernel;
    private Event event;

    @BeforeEach
    void open() {
        kernel = Kernel.attach(KernelOptions.defaults().withHome(home));
        event = kernel.synchronization()
                .createEvent(EventOptions.defaults().withName("ready").withManualReset(true));
    }

    @AfterEach
    void close() {
        kernel.close();
    }

    private CommandRun run(Terminal terminal, String... words) {
        return CommandRun.on(
                terminal,
                Stream.concat(Stream.of(words), Stream.of("--home", home.toString()))
                        .toArray(String[]::new));
    }

    private CommandRun run(String... words) {
        return run(new Terminal(false, false, false, 80), words);
    }

    private String named() {
        return SELF + ":" + event.handle();
    }

    private boolean isOpen() {
        return kernel.handles().stream().anyMatch(each -> each.handle() == event.handle());
    }

    @Test
    void shouldDoNothingUntoldWhereNobodyCanBeAsked() {
        CommandRun untold = run("close", named());
        CommandRun tried = run("close", named(), "--dry-run", "--json");

        assertThat(untold.exitCode()).isEqualTo(2);
        assertThat(untold.err())
                .startsWith("mailslot: this would close handle " + event.handle() + " of " + SELF + " (")
                .contains(" ready; usage count 1, then 0: it goes; nobody can be asked here: add --yes");
        assertThat(tried.exitCode()).isZero();
        assertThat(tried.err()).startsWith("mailslot: would close handle " + event.handle());
        assertThat(tried.out()).contains("\"name\":\"ready\"", "\"usesBefore\":1", "\"done\":false");
        assertThat(run("kill", String.valueOf(SELF)).exitCode()).isEqualTo(2);
        assertThat(isOpen()).isTrue();
    }

    @Test
    void shouldTakeNoAnswerForANo() {
        for (String line : new String[] {"close " + named(), "duplicate " + named() + " " + SELF, "kill " + SELF}) {
            CommandRun refused = run(TERMINAL, line.split(" "));

            assertThat(refused.exitCode()).as(line).isEqualTo(1);
            assertThat(refused.err()).contains("? [y/N] ", "nothing was done");
        }
        assertThat(isOpen()).isTrue();
    }

    @Test
    void shouldCloseWhatItIsToldTo() {
        CommandRun told = run("close", named(), "--yes", "--json");

        assertThat(told.exitCode()).as(told.err()).isZero();
        assertThat(told.err()).startsWith("mailslot: about to close handle " + event.handle());
        assertThat(told.out()).contains("\"done\":true,\"usesAfter\":0}");
        assertThat(isOpen()).isFalse();
        CommandRun again = run("close", named(), "--yes");
        assertThat(again.exitCode()).isEqualTo(3);
        assertThat(again.err()).contains("has no handle " + event.handle(), "mailslot handles --home " + home);
        CommandRun nobody = run("kill", "1", "--yes");
        assertThat(nobody.exitCode()).isEqualTo(3);
        assertThat(nobody.err()).contains("no process 1 in " + home, "mailslot ps --home " + home);
    }

    @Test
    void shouldNotGiveMoreThanThereIsNorCloseWhatIsProtected() {
        int poor = kernel.duplicate(
                event.handle(), DuplicateOptions.defaults().withAccess(Set.of(AccessRight.SYNCHRONIZE)));
        Set<HandleFlag> protect = Set.of(HandleFlag.PROTECT_FROM_CLOSE);
        kernel.setFlags(event.handle(), protect, protect);
        String self = String.valueOf(SELF);

        CommandRun rich = run("duplicate", SELF + ":" + poor, self, "--access", "synchronize,modify-state", "--yes");
        CommandRun closed = run("close", named(), "--yes");
        CommandRun moved = run("duplicate", named(), self, "--move", "--yes");

        assertThat(rich.exitCode()).isEqualTo(4);
        assertThat(rich.err()).contains("MODIFY_STATE");
        for (CommandRun each : new CommandRun[] {closed, moved}) {
            assertThat(each.exitCode()).isEqualTo(4);
            assertThat(each.err()).contains("is protected from close");
        }
        kernel.setFlags(event.handle(), protect, Set.of());
        assertThat(isOpen()).isTrue();
    }

    @Test
    void shouldActOnNothingElseThanWhatWasMeant() {
        long other = event.describe().objectId() + 1;

        assertThat(catchThrowable(() -> kernel.duplicate(
                        event.handle(),
                        DuplicateOptions.defaults().withObject(other).withCloseSource(true))))
                .isInstanceOf(InvalidHandleException.class)
                .hasMessageContaining("names another object by now");

        assertThat(isOpen()).isTrue();
    }

    @Test
    void shouldMakeAndDeleteWhatStays() {
        assertThat(run("create", "orders", "--cursor", "shop", "--capacity", "1M")
                        .exitCode())
                .isZero();
        try (Sender orders = kernel.openMailslot("orders")) {
            orders.write("one");
        }

        CommandRun otherwise = run("create", "orders", "--cursor", "shop", "--capacity", "2M");
        assertThat(otherwise.exitCode()).isZero();
        assertThat(otherwise.err()).contains("stays as it was made", "1048576");
        assertThat(run("create", "orders", "--cursor", "other").exitCode()).isEqualTo(5);
        CommandRun tried = run("rm", "orders", "--dry-run");
        assertThat(tried.exitCode()).isZero();
        assertThat(tried.err()).isEqualTo("mailslot: would delete mailslot orders with 1 unread\n");
        CommandRun asked = run(TERMINAL, "rm", "orders");
        assertThat(asked.exitCode()).isEqualTo(1);
        assertThat(asked.err()).contains("delete mailslot orders with 1 unread? [y/N] ", "nothing was done");

        assertThat(run("rm", "orders").exitCode()).isZero();
        assertThat(run("rm", "orders").exitCode()).isEqualTo(3);
    }

    @Test
    void shouldNotMakeOrDeleteWhatDoesNotStay() {
        Path missing = home.resolve("missing");

        CommandRun mortal = CommandRun.of("create", "orders", "--home", missing.toString());
        assertThat(mortal.exitCode()).isEqualTo(2);
        assertThat(mortal.err()).contains("--cursor", "mailslot receive --home " + missing + " orders");
        assertThat(missing).doesNotExist();
        try (Receiver orders = kernel.createMailslot("orders")) {
            CommandRun refused = run("rm", "orders", "--dry-run");
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err()).contains("orders is not durable");
            assertThat(orders.poll()).isEmpty();
        }
    }

    /** Whoever is asked thinks while others go on. */
    @Test
    void shouldDeleteNoOtherMailslotThanItHasAskedAbout() {
        makeDurable("asked about");
        InputStream typed = new ByteArrayInputStream("y\n".getBytes(StandardCharsets.UTF_8));
        InputStream answer = new FilterInputStream(typed) {
            private boolean asked;

            @Override
            public int read() throws IOException {
                if (!asked) {
                    asked = true;
                    kernel.deleteMailslot("orders");
                    makeDurable("sent since");
                }
                return super.read();
            }
        };
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        PrintWriter err = new PrintWriter(told, true, StandardCharsets.UTF_8);
        Console console = new Console(answer, new DataOutput(new ByteArrayOutputStream()), err, TERMINAL);

        assertThat(Main.execute(console, new String[] {"rm", "orders", "--home", home.toString()}))
                .isEqualTo(3);
        assertThat(told.toString(StandardCharsets.UTF_8)).contains("is another one by now; nothing was done");
        try (Receiver receiver = kernel.createMailslot("orders", DURABLE)) {
            assertThat(receiver.poll()).hasValue("sent since".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void shouldSayBeforeWhatItCannotDelete() {
        try (Receiver orders = kernel.createMailslot("orders", DURABLE)) {
            for (String option : new String[] {"--dry-run", "--yes"}) {
                CommandRun refused = run("rm", "orders", option);

                assertThat(refused.exitCode()).isEqualTo(5);
                assertThat(refused.err())
                        .startsWith("mailslot: mailslot orders is open in process " + SELF)
                        .contains("mailslot close --home " + home + " " + SELF + ":" + orders.handle())
                        .doesNotContain("would", "about to");
            }
            assertThat(run("rm", "orders", "--cursor", "shop", "--dry-run").err())
                    .contains("cursor shop of mailslot orders is open in process " + SELF);
        }
        assertThat(run("rm", "orders", "--dry-run").exitCode()).isZero();
    }

    @Test
    void shouldDeleteNothingElseThanWhatWasSeen() {
        String news = "\\\\*\\mailslot\\news";
        makeDurable("asked about");
        MailslotStatus seen = look("orders");
        kernel.deleteMailslot("orders");
        makeDurable("sent since");
        kernel.createMailslot(news, DURABLE).close();
        kernel.createMailslot(news, DURABLE.withCursor("audit")).close();
        long audit = cursor("audit");
        kernel.deleteCursor(news, "audit");
        kernel.createMailslot(news, DURABLE.withCursor("audit")).close();

        assertThat(catchThrowable(() -> kernel.deleteMailslot("orders", seen.objectId())))
                .isInstanceOf(MailslotNotFoundException.class)
                .hasMessageContaining("another one by now");
        assertThat(catchThrowable(() -> kernel.deleteCursor(news, "audit", audit)))
                .isInstanceOf(ObjectNotFoundException.class)
                .hasMessageContaining("another one by now");

        assertThat(look("orders").messageCount()).isEqualTo(1);
        kernel.deleteMailslot("orders", look("orders").objectId());
        kernel.deleteCursor(news, "audit", cursor("audit"));
        assertThat(look("news").cursors()).extracting(each -> each.name()).containsExactly("shop");
    }

    private MailslotStatus look(String name) {
        return HomeInspector.inspect(home).orElseThrow().mailslot(name).orElseThrow();
    }

    private long cursor(String name) {
        return look("news").receivers().stream()
                .filter(each -> each.cursor().equals(Optional.of(name)))
                .findFirst()
                .orElseThrow()
                .objectId();
    }

    /** Nobody else knows the number. */
    @Test
    void shouldTellOfAHandleThatItHasMadeAlsoWhereItCannotPrint() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        for (String form : new String[] {"--inherit", "--json"}) {
            CommandRun failed = CommandRun.into(
                    full, "duplicate", named(), String.valueOf(SELF), form, "--yes", "--home", home.toString());

            int made =
                    kernel.handles().stream().mapToInt(HandleInfo::handle).max().orElseThrow();
            assertThat(made).isGreaterThan(event.handle());
            assertThat(failed.exitCode()).isEqualTo(1);
            assertThat(failed.err()).contains(SELF + ":" + made + " was made all the same", "No space left");
            kernel.closeHandle(made);
        }
    }

    private void makeDurable(String message) {
        kernel.createMailslot("orders", DURABLE).close();
        try (Sender sender = kernel.openMailslot("orders")) {
            sender.write(message);
        }
    }
}
