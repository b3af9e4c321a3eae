package io.mailslot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.mailslot.api.Sender;
import io.mailslot.inspect.HomeMXBean;
import io.mailslot.internal.memory.FileTrees;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import javax.management.JMException;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What management sees of a home that a kernel was asked to show. */
class ManagementTest {
    private static final String PROPERTY = "mailslot.jmx";
    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

    private Path home;

    @BeforeEach
    void makeHome(@TempDir Path folder) throws IOException {
        home = folder.resolve("a home, \"quoted\"");
        make();
    }

    private void make() throws IOException {
        Files.createDirectory(home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private Kernel attach(boolean seen) {
        return Kernel.attach(KernelOptions.defaults().withHome(home).withManagement(seen));
    }

    private ObjectName name() throws JMException {
        return new ObjectName("io.mailslot:type=Home,path=" + ObjectName.quote(home.toString()));
    }

    /** Other tests have homes of their own, and none of these is seen. */
    private static Set<ObjectName> all() throws JMException {
        return SERVER.queryNames(new ObjectName("io.mailslot:*"), null);
    }

    @Test
    void shouldShowAHomeUntilItIsLeft() throws JMException {
        try (Kernel kernel = attach(true)) {
            kernel.createMailslot("orders");
            Sender sender = kernel.openMailslot("orders");
            sender.write("tea");
            sender.write("milk");
            kernel.receiver(4).read();

            HomeMXBean bean = JMX.newMXBeanProxy(SERVER, name(), HomeMXBean.class);
            assertThat(bean.getHome()).isEqualTo(home.toString());
            assertThat(bean.getProcessId()).isEqualTo(kernel.processId());
            assertThat(bean.getProcesses()).isEqualTo(1);
            assertThat(bean.getHandles()).isEqualTo(2);
            assertThat(bean.getChanges()).isPositive();
            assertThat(bean.getMailslots()).singleElement().satisfies(orders -> {
                assertThat(orders.getName()).isEqualTo("orders");
                assertThat(orders.getUnread()).isEqualTo(1);
                assertThat(orders.getAppended()).isEqualTo(2);
                assertThat(orders.getMissed()).isZero();
                assertThat(orders.getCapacity()).isPositive();
                assertThat(orders.getReceivers()).isEqualTo(1);
                assertThat(orders.getSenders()).isEqualTo(1);
            });
            CompositeData[] data = (CompositeData[]) SERVER.getAttribute(name(), "Mailslots");
            assertThat(data[0].getCompositeType().keySet())
                    .containsExactlyInAnyOrder(
                            "name", "unread", "capacity", "appended", "missed", "receivers", "senders");
        }
        assertThat(all()).isEmpty();
    }

    @Test
    void shouldShowNoHomeUnlessItIsAskedTo() throws JMException {
        try (Kernel quiet = attach(false)) {
            assertThat(all()).isEmpty();
            Kernel asks = attach(true);
            attach(true).close();
            asks.close();
            assertThat(all()).as("as long as the home is open").containsExactly(name());
            assertThat(quiet.handles()).isEmpty();
        }
        assertThat(all()).isEmpty();

        System.setProperty(PROPERTY, "true");
        try (Kernel kernel = attach(false)) {
            assertThat(all()).containsExactly(name());
            assertThat(kernel.handles()).isEmpty();
        } finally {
            System.clearProperty(PROPERTY);
        }
        assertThat(all()).isEmpty();
    }

    @Test
    void shouldTellHomesApartThatLieInOnePlaceOneAfterTheOther() throws JMException, IOException {
        Kernel first = attach(true);
        FileTrees.delete(home);
        make();
        try (Kernel second = attach(true)) {
            assertThat(all()).containsExactlyInAnyOrder(name(), new ObjectName(name() + ",copy=2"));
            assertThat(second.handles()).isEmpty();
            first.close();
            assertThat(all()).containsExactly(new ObjectName(name() + ",copy=2"));
        }
        assertThat(all()).isEmpty();
    }

    /** Whoever asks from another JVM has no classes of the library. */
    @Test
    void shouldFailWithAnExceptionOfTheJdkWhereTheHomeCannotBeLookedAt() throws JMException, IOException {
        try (Kernel kernel = attach(true)) {
            assertThat(kernel.handles()).isEmpty();
            Files.move(home.resolve("kernel.dat"), home.resolve("aside"));
            Files.writeString(home.resolve("kernel.dat"), "somebody else's");
            HomeMXBean bean = JMX.newMXBeanProxy(SERVER, name(), HomeMXBean.class);
            assertThatIllegalStateException().isThrownBy(bean::getHandles).withMessageContaining("kernel.dat");
            Files.move(home.resolve("aside"), home.resolve("kernel.dat"), StandardCopyOption.REPLACE_EXISTING);
            assertThat(bean.getHandles()).isZero();
        }
    }
}
