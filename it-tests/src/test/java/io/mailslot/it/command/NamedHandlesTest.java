package io.mailslot.it.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.JavaCommand;
import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.Event;
import io.mailslot.api.EventOptions;
import io.mailslot.api.FileDisposition;
import io.mailslot.api.FileObject;
import io.mailslot.api.FileOpenOptions;
import io.mailslot.api.HandleFlag;
import io.mailslot.api.Inheritance;
import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.InvalidHandleException;
import io.mailslot.api.KernelHandle;
import io.mailslot.api.MailslotException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Mutex;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.ProcessObject;
import io.mailslot.api.Receiver;
import io.mailslot.api.Semaphore;
import io.mailslot.api.SemaphoreOptions;
import io.mailslot.api.Sender;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.Refusal;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildSpec;
import io.mailslot.testkit.Jvms;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Handles that are inherited under names. */
@HomeTest
class NamedHandlesTest {
    @Test
    void shouldFindEachTypeUnderItsName(TestHome home, Jvms jvms, Kernel kernel) {
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
        Child child = heir(jvms, named);

        assertFinds(child, "orders", Sender.class, named);
        assertFinds(child, "a name, with =: 이름", Receiver.class, named);
        assertFinds(child, "go", Event.class, named);
        assertFinds(child, "permits", Semaphore.class, named);
        assertFinds(child, "lock", Mutex.class, named);
        assertFinds(child, "log", FileObject.class, named);
        assertFinds(child, "parent", ProcessObject.class, named);
        assertFinds(child, "parent", KernelHandle.class, named);
        child.run(c -> c.kernel().inherited("orders", Sender.class).write("orders"));
        assertThat(orders.readText()).isEqualTo("orders");
        jvms.all(child);
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
    }

    @Test
    void shouldSayWhatIsThereInstead(Jvms jvms, Kernel kernel) {
        kernel.createMailslot("orders", options());
        Sender sender = kernel.openMailslot("orders");
        Event event = kernel.synchronization().createEvent(EventOptions.defaults());
        Map<String, KernelHandle> named = Map.of("orders", sender, "two words", event);
        Child child = heir(jvms, named);

        assertFindsNot(child, "news", Sender.class, ErrorCode.FILE_NOT_FOUND, "'news'", "'orders', 'two words'");
        assertFindsNot(child, "orders", Receiver.class, ErrorCode.INVALID_HANDLE, "names a sender, no Receiver");
        assertFinds(child, "orders", Sender.class, named);
        child.run(c -> c.kernel().inherited("orders", Sender.class).close());
        assertFindsNot(child, "orders", Sender.class, ErrorCode.INVALID_HANDLE, "is closed");
        assertFinds(child, "two words", Event.class, named);
    }

    /** They have its environment, but not what was inherited under it. */
    @Test
    void shouldMeanNothingToTheChildsChildren(Jvms jvms, Kernel kernel) {
        Event event = kernel.synchronization().createEvent(EventOptions.defaults());
        event.setFlags(EnumSet.of(HandleFlag.INHERIT), EnumSet.of(HandleFlag.INHERIT));
        Map<String, KernelHandle> named = Map.of("go", event);
        Child child = heir(jvms, named);
        child.run(c -> c.kernel().inherited("go", Event.class));
        Child plain = jvms.jvm().startedBy(child).startedPlainly().start();
        Child created =
                jvms.jvm().startedBy(child).withInheritance(Inheritance.all()).start();
        Child again = heir(jvms, named);
        again.run(c -> Kernel.attach().close()); // which closes what was inherited
        Child stranger = jvms.jvm().startedPlainly().start();

        assertFindsNot(plain, "go", Event.class, ErrorCode.FILE_NOT_FOUND, "has inherited nothing");
        assertFindsNot(created, "go", Event.class, ErrorCode.FILE_NOT_FOUND, "nor under any other");
        assertFindsNot(again, "go", Event.class, ErrorCode.FILE_NOT_FOUND, "has inherited nothing");
        assertFindsNot(stranger, "go", Event.class, ErrorCode.FILE_NOT_FOUND, "not started by createProcess");
    }

    /** Under the number that it has here. */
    private static void assertFinds(
            Child child, String name, Class<? extends KernelHandle> type, Map<String, KernelHandle> named) {
        String found = child.call(c -> {
            KernelHandle handle = c.kernel().inherited(name, type);
            return handle.handle() + " " + handle.describe().flags();
        });
        assertThat(found).isEqualTo(named.get(name).handle() + " []");
    }

    private static void assertFindsNot(
            Child child, String name, Class<? extends KernelHandle> type, ErrorCode code, String... words) {
        MailslotException refused = Refusal.refused(child, c -> c.kernel().inherited(name, type));
        assertThat(refused.errorCode()).isEqualTo(code);
        assertThat(refused.getMessage()).contains(List.of(words));
    }

    private static Child heir(Jvms jvms, Map<String, KernelHandle> named) {
        ChildSpec heir = jvms.jvm();
        for (Map.Entry<String, KernelHandle> each : named.entrySet()) {
            heir = heir.withInherited(each.getKey(), each.getValue());
        }
        return heir.start();
    }

    @Test
    void shouldRefuseWhatCannotBeInherited(TestHome home, Kernel kernel) {
        Event closed = kernel.synchronization().createEvent(EventOptions.defaults());
        closed.close();
        try (Kernel other =
                Kernel.attach(KernelOptions.defaults().withHome(home.scratch().resolve("other")))) {
            Event foreign = other.synchronization().createEvent(EventOptions.defaults());

            refuse(kernel, command().withInherited("go", closed), InvalidHandleException.class, "'go', is closed");
            refuse(kernel, command().withInherited("go", foreign), InvalidArgumentException.class, "another home");
            refuse(
                    kernel,
                    command().withInherited("me", kernel.currentProcess()),
                    InvalidArgumentException.class,
                    "duplicate");
        }
        assertThatThrownBy(() -> command().withInherited("", closed)).isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> command().withInherited("go", closed).toProcessBuilder())
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

    private static JavaCommand command() {
        return JavaCommand.of(NamedHandlesTest.class);
    }
}
