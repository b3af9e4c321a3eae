package io.mailslot.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.Mutex;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.api.Timeouts;
import io.mailslot.api.WaitResult;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import io.mailslot.testkit.JvmsOptions;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What a test gets. */
@ChildJvms
class ChildJvmsTest {
    private Child shop;

    @BeforeEach
    void openShop(@Named("shop") Child started, Jvms jvms) {
        shop = started;
        assertThat(jvms.children()).containsExactly(started);
    }

    @AfterEach
    void look(Jvms jvms) {
        assertThat(jvms.children())
                .contains(shop)
                .allSatisfy(child -> assertThat(child.outFile()).exists());
    }

    @Test
    void shouldHaveTheReceiverGetWhatTwoWritersWrite(Jvms jvms, Kernel kernel) {
        Receiver orders = kernel.createMailslot("orders");
        Sender sender = kernel.openMailslot("orders");

        Child a = jvms.start(c -> sender.write("a"));
        Child b = jvms.start(c -> sender.write("b"));
        jvms.all(a, b);

        assertThat(orders.info().messageCount()).isEqualTo(2);
        assertThat(kernel.home()).isEqualTo(jvms.home());
    }

    @Test
    void shouldNotBeHeldUpByAFrozenOwner(Kernel kernel, @Named("shop") Child frozen) {
        assertThat(frozen).isSameAs(shop);
        Mutex mutex = kernel.synchronization().createMutex(MutexOptions.defaults());
        frozen.run(c -> mutex.await(Timeouts.FOREVER));
        frozen.stop();
        assertThat(mutex.await(Duration.ofMillis(50)).signaled()).isFalse();
        frozen.kill();
        assertThat(mutex.await(Duration.ofSeconds(60)).outcome()).isEqualTo(WaitResult.Outcome.ABANDONED);
    }

    @Test
    void shouldStartAnApplication(@Jvm(main = Shop.class, args = "4711", ready = "open at (\\d+)\\R") Child server) {
        assertThat(server.ready().group(1)).isEqualTo("4711");
    }

    @RepeatedTest(2)
    void shouldHaveAFolderForEachTest(Jvms jvms, RepetitionInfo repetition) {
        assertThat(jvms.folder())
                .isDirectory()
                .endsWith(Path.of("mailslot-testkit/io.mailslot.junit.ChildJvmsTest/shouldHaveAFolderForEachTest-"
                        + repetition.getCurrentRepetition()));
    }

    /** What an annotation cannot say. */
    static final class Rich implements JvmsSettings {
        @Override
        public JvmsOptions change(JvmsOptions options, ExtensionContext test) {
            return options.withJvmOptions("-Dof=" + test.getRequiredTestMethod().getName());
        }
    }

    @Test
    @ChildJvms(jvmOptions = "-Dall=yes", settings = Rich.class)
    void shouldHaveWhatTheSettingsAdd(@Named("rich") Child child) {
        String properties = child.call(c -> System.getProperty("all") + " " + System.getProperty("of"));
        assertThat(properties).isEqualTo("yes shouldHaveWhatTheSettingsAdd");
    }
}
