package io.mailslot.it.command;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.JavaCommand;
import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.Event;
import io.mailslot.api.EventOptions;
import io.mailslot.api.FileDisposition;
import io.mailslot.api.FileOpenOptions;
import io.mailslot.api.HandleFlag;
import io.mailslot.api.Inheritance;
import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.InvalidHandleException;
import io.mailslot.api.KernelHandle;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.SemaphoreOptions;
import io.mailslot.api.Sender;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Handles that are inherited under names. */
@ExtendWith(TestHomeExtension.class)
class NamedHandlesTest {
    @Test
    void shouldFindEachTypeUnderItsName(TestHome home) {
        Kernel kernel = home.attach();
        Receiver orders = kernel.createMailslot("orders", options());
        kernel.openMailslot("orders"); // has a number of its own, which is not passed on
        Map<String, KernelHandle> named = new LinkedHashMap<>();
        named.put("orders", kernel.openMailslot("orders"));
        named.put("a name, with =: 이름", kernel.createMailslot("work"));
        named.put("go", kernel.synchronization().createEvent(EventOptions.defaults()));
        named.put("permits", kernel.synchronization().createSemaphore(SemaphoreOptions.of(1, 2)));
        named.put("lock", kernel.synchronization().createMutex(MutexOptions.defaults()));
        named.put(
                "log",
                kernel.files()
                        .open(
                                home.scratch().resolve("log"),
                                FileOpenOptions.defaults().withDisposition(FileDisposition.CREATE_ALWAYS)));
        named.put("parent", kernel.process(kernel.duplicate(Kernel.CURRENT_PROCESS, DuplicateOptions.defaults())));
        ChildJvm child = start(
                home,
                kernel,
                named,
                "orders=Sender",
                "go=Event",
                "permits=Semaphore",
                "lock=Mutex",
                "log=FileObject",
                "parent=ProcessObject",
                "parent=KernelHandle");

        for (String name : List.of("orders", "go", "permits", "lock", "log", "parent", "parent")) {
            assertThat(child.line()).isEqualTo(name + " " + named.get(name).handle() + " []");
        }
        assertThat(new String(orders.read(), US_ASCII)).isEqualTo("orders");
        child.awaitExit(Deadline.PATIENCE);
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
    }

    @Test
    void shouldSayWhatIsThereInstead(TestHome home) {
        Kernel kernel = home.attach();
        kernel.createMailslot("orders", options());
        Sender sender = kernel.openMailslot("orders");
        Event event = kernel.synchronization().createEvent(EventOptions.defaults());
        Map<String, KernelHandle> named = Map.of("orders", sender, "two words", event);
        ChildJvm child = start(
                home,
                kernel,
                named,
                "news=Sender",
                "orders=Receiver",
                "orders=Sender=close",
                "orders=Sender",
                "two words=Event");

        assertThat(child.line()).startsWith("2 ").contains("'news'", "'orders', 'two words'");
        assertThat(child.line()).startsWith("6 ").contains("names a sender, no Receiver");
        assertThat(child.line()).isEqualTo("orders " + sender.handle() + " []");
        assertThat(child.line()).startsWith("6 ").contains("is closed");
        assertThat(child.line()).isEqualTo("two words " + event.handle() + " []");
    }

    /** They have its environment, but not what was inherited under it. */
    @Test
    void shouldMeanNothingToTheChildsChildren(TestHome home) {
        Kernel kernel = home.attach();
        Event event = kernel.synchronization().createEvent(EventOptions.defaults());
        event.setFlags(EnumSet.of(HandleFlag.INHERIT), EnumSet.of(HandleFlag.INHERIT));
        Map<String, KernelHandle> named = Map.of("go", event);

        assertThat(start(home, kernel, named, "plain", "go=Event").line())
                .startsWith("2 ")
                .contains("has inherited nothing");
        assertThat(start(home, kernel, named, "created", "go=Event").line())
                .startsWith("2 ")
                .contains("nor under any other");
        assertThat(start(home, kernel, named, "again", "go=Event").line()).startsWith("2 ");
        assertThat(home.start(command("go=Event").toProcessBuilder()).line())
                .startsWith("2 ")
                .contains("not started by createProcess");
    }

    @Test
    void shouldRefuseWhatCannotBeInherited(TestHome home) {
        Kernel kernel = home.attach();
        Event closed = kernel.synchronization().createEvent(EventOptions.defaults());
        closed.close();
        try (Kernel other =
                Kernel.attach(KernelOptions.defaults().withHome(home.scratch().resolve("other")))) {
            Event foreign = other.synchronization().createEvent(EventOptions.defaults());

            refuse(kernel, command("x").withInherited("go", closed), InvalidHandleException.class, "'go', is closed");
            refuse(kernel, command("x").withInherited("go", foreign), InvalidArgumentException.class, "another home");
            refuse(
                    kernel,
                    command("x").withInherited("me", kernel.currentProcess()),
                    InvalidArgumentException.class,
                    "duplicate");
        }
        assertThatThrownBy(() -> command("x").withInherited("", closed)).isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> command("x").withInherited("go", closed).toProcessBuilder())
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("createProcess(JavaCommand)");
        assertThat(kernel.handles()).isEmpty();
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
    }

    private static void refuse(Kernel kernel, JavaCommand command, Class<?> failure, String message) {
        assertThatThrownBy(() -> kernel.createProcess(command))
                .isInstanceOf(failure)
                .hasMessageContaining(message);
    }

    private static MailslotOptions options() {
        return MailslotOptions.defaults().withReadTimeout(Duration.ofSeconds(20));
    }

    private static JavaCommand command(String... arguments) {
        return ChildJvm.quick(JavaCommand.of(NamedChild.class)).withArguments(arguments);
    }

    private static ChildJvm start(TestHome home, Kernel kernel, Map<String, KernelHandle> named, String... arguments) {
        JavaCommand command = command(arguments);
        for (Map.Entry<String, KernelHandle> each : named.entrySet()) {
            command = command.withInherited(each.getKey(), each.getValue());
        }
        return home.create(kernel, command, Inheritance.none());
    }
}
