package io.mailslot.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.api.WhenFull;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailslotMetricsTest {
    private static final long FOR_LONG = TimeUnit.HOURS.toNanos(1);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private Path home;

    @BeforeEach
    void makeHome(@TempDir Path folder) throws IOException {
        home = Files.createDirectory(
                folder.resolve("home"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    @AfterEach
    void closeRegistry() {
        registry.close();
    }

    private Kernel attach() {
        return Kernel.attach(KernelOptions.defaults().withHome(home));
    }

    private MailslotMetrics always() {
        return new MailslotMetrics(home, Tags.empty(), 0);
    }

    private double gauge(String name, String... tags) {
        return registry.get(name).tags(tags).gauge().value();
    }

    private double counter(String name, String... tags) {
        return registry.get(name).tags(tags).functionCounter().count();
    }

    @Test
    void shouldTellWhatGoesThroughAMailslotAndLies() {
        always().bindTo(registry);
        try (Kernel kernel = attach();
                Receiver orders = kernel.createMailslot("orders");
                Sender sender = kernel.openMailslot("orders")) {
            sender.write("tea");
            sender.write("coffee");
            orders.read();
            gauge("mailslot.handles"); // whoever reads anything finds what is new the next time

            assertThat(counter("mailslot.messages", "mailslot", "orders")).isEqualTo(2);
            assertThat(counter("mailslot.bytes", "mailslot", "orders")).isEqualTo(9);
            assertThat(gauge("mailslot.unread", "mailslot", "orders", "cursor", ""))
                    .isEqualTo(1);
            assertThat(counter("mailslot.missed", "mailslot", "orders", "cursor", ""))
                    .isZero();
            assertThat(gauge("mailslot.capacity", "mailslot", "orders")).isPositive();
            assertThat(gauge("mailslot.allocated", "mailslot", "orders")).isPositive();
            assertThat(gauge("mailslot.full", "mailslot", "orders")).isZero();
            assertThat(gauge("mailslot.receivers", "mailslot", "orders")).isEqualTo(1);
            assertThat(gauge("mailslot.senders", "mailslot", "orders")).isEqualTo(1);
            assertThat(gauge("mailslot.processes", "state", "live")).isEqualTo(1);
            assertThat(gauge("mailslot.processes", "state", "stopped")).isZero();
            assertThat(gauge("mailslot.handles")).isEqualTo(2);
            assertThat(gauge("mailslot.objects", "type", "sender")).isEqualTo(1);
            assertThat(gauge("mailslot.objects", "type", "mutex")).isZero();
            assertThat(gauge("mailslot.home.dirty")).isZero();
            double before = counter("mailslot.control.changes");
            kernel.openMailslot("orders").close();
            assertThat(counter("mailslot.control.changes")).isEqualTo(before + 2);
        }
    }

    @Test
    void shouldHaveMetersForWhatIsThereOnly() {
        always().bindTo(registry);
        MailslotOptions options = MailslotOptions.defaults();
        try (Kernel kernel = attach()) {
            kernel.createMailslot("stays", options.withCursor("till"));
            Receiver first = kernel.createMailslot("goes");
            kernel.openMailslot("goes").write("once");
            gauge("mailslot.handles");
            assertThat(counter("mailslot.messages", "mailslot", "goes")).isEqualTo(1);
            assertThat(gauge("mailslot.unread", "mailslot", "stays", "cursor", "till"))
                    .isZero();

            first.close();
            gauge("mailslot.handles");
            assertThat(registry.find("mailslot.messages")
                            .tag("mailslot", "goes")
                            .meters())
                    .isEmpty();
            assertThat(registry.find("mailslot.unread").tag("mailslot", "goes").meters())
                    .isEmpty();
            assertThat(registry.find("mailslot.messages").meters()).hasSize(1);

            Receiver again = kernel.createMailslot("goes");
            gauge("mailslot.handles");
            assertThat(counter("mailslot.messages", "mailslot", "goes"))
                    .as("one of that name that counts anew")
                    .isZero();
            again.close();
        }
    }

    @Test
    void shouldTellCursorsApartAndOfOtherReceiversTheOneThatLagsMost() {
        String name = "\\\\*\\mailslot\\news";
        MailslotOptions options = MailslotOptions.defaults();
        always().bindTo(registry);
        try (Kernel kernel = attach();
                Receiver shop = kernel.createMailslot(name, options.withCursor("shop"));
                Sender sender = kernel.openMailslot("news")) {
            Receiver lags = kernel.createMailslot(name, options);
            Receiver reads = kernel.createMailslot(name, options);
            sender.write("one");
            sender.write("two");
            sender.write("three");
            shop.read();
            reads.read();
            reads.read();
            gauge("mailslot.handles");
            assertThat(gauge("mailslot.unread", "cursor", "shop")).isEqualTo(2);
            assertThat(gauge("mailslot.unread", "cursor", "")).isEqualTo(3);
            assertThat(gauge("mailslot.receivers")).isEqualTo(3);

            lags.close();
            gauge("mailslot.handles");
            assertThat(gauge("mailslot.unread", "cursor", "")).isEqualTo(1);
            reads.close();
            gauge("mailslot.handles");
            assertThat(registry.find("mailslot.unread").meters()).hasSize(1);
        }
    }

    @Test
    void shouldCountWhatWasDropped() {
        MailslotOptions small = MailslotOptions.defaults().withCapacity(1 << 20).withWhenFull(WhenFull.DROP_OLDEST);
        always().bindTo(registry);
        try (Kernel kernel = attach();
                Receiver receiver = kernel.createMailslot("\\\\*\\mailslot\\news", small);
                Sender sender = kernel.openMailslot("news", OpenOptions.defaults())) {
            byte[] message = new byte[10_000];
            for (int i = 0; i < 300; i++) {
                sender.write(message);
            }
            gauge("mailslot.handles");
            double missed = counter("mailslot.missed");
            assertThat(missed).isPositive();
            assertThat(missed + gauge("mailslot.unread")).isEqualTo(300);
            assertThat(receiver.info().messageCount()).isLessThan(300);
        }
    }

    @Test
    void shouldUseOneSnapshotForAllThatIsReadInAMoment() {
        try (Kernel kernel = attach()) {
            kernel.createMailslot("orders");
            Sender sender = kernel.openMailslot("orders");
            new MailslotMetrics(home, Tags.empty(), FOR_LONG).bindTo(registry);
            sender.write("tea");
            Receiver other = kernel.createMailslot("other");
            assertThat(counter("mailslot.messages", "mailslot", "orders")).isZero();
            assertThat(registry.find("mailslot.messages").meters()).hasSize(1);
            other.close();
        }
    }

    @Test
    void shouldHaveTheNamesOfPrometheus() {
        PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new MailslotMetrics(home, Tags.of("home", "shop"), 0).bindTo(prometheus);
        try (Kernel kernel = attach()) {
            Receiver orders = kernel.createMailslot("orders");
            prometheus.scrape();
            String names = prometheus
                    .scrape()
                    .lines()
                    .filter(line -> line.startsWith("# TYPE "))
                    .map(line -> line.substring("# TYPE ".length()))
                    .sorted()
                    .collect(Collectors.joining("\n"));
            assertThat(names).isEqualTo("""
                    mailslot_allocated_bytes gauge
                    mailslot_bytes_total counter
                    mailslot_capacity_bytes gauge
                    mailslot_control_changes_total counter
                    mailslot_full gauge
                    mailslot_handles gauge
                    mailslot_home_dirty gauge
                    mailslot_messages_total counter
                    mailslot_missed_messages_total counter
                    mailslot_objects gauge
                    mailslot_processes gauge
                    mailslot_receivers gauge
                    mailslot_senders gauge
                    mailslot_unread_messages gauge""");
            assertThat(prometheus.scrape())
                    .contains("mailslot_unread_messages{cursor=\"\",home=\"shop\",mailslot=\"orders\"} 0.0");
            orders.close();
            prometheus.scrape();
            assertThat(prometheus.scrape()).doesNotContain("orders");
        }
        prometheus.close();
    }

    @Test
    void shouldNotBeInTheHomeNorMakeOne() throws IOException {
        Path nowhere = home.resolveSibling("nowhere");
        new MailslotMetrics(nowhere).bindTo(registry);
        assertThat(gauge("mailslot.handles")).isZero();
        assertThat(nowhere).doesNotExist();
        registry.clear();

        always().bindTo(registry);
        attach().close();
        assertThat(gauge("mailslot.processes", "state", "live")).isZero();
        Files.writeString(home.resolve("kernel.dat"), "somebody else's");
        double changes = counter("mailslot.control.changes");
        assertThat(changes).as("stays where it was").isPositive();
        assertThat(gauge("mailslot.handles")).isNaN();
    }

    @Test
    void shouldLiveAsLongAsTheRegistryAndNoLongerThanItIsOpen() {
        MailslotMetrics metrics = always();
        WeakReference<MailslotMetrics> seen = new WeakReference<>(metrics);
        metrics.bindTo(registry);
        metrics = null;
        System.gc();
        try (Kernel kernel = attach()) {
            kernel.createMailslot("orders");
            Sender sender = kernel.openMailslot("orders");
            sender.write("tea");
            gauge("mailslot.handles");
            System.gc();
            sender.write("tea");
            assertThat(counter("mailslot.messages")).isEqualTo(2);

            seen.get().close();
            assertThat(registry.getMeters()).extracting(Meter::getId).isEmpty();
            MailslotMetrics closed = seen.get();
            assertThatThrownBy(() -> closed.bindTo(registry)).hasMessageContaining("make new ones");
        }
    }

    @Test
    void shouldLetGoOfARegistryThatIsClosed() {
        MeterRegistry other = new SimpleMeterRegistry();
        MailslotMetrics metrics = always();
        metrics.bindTo(other);
        metrics.bindTo(registry);
        other.close();
        try (Kernel kernel = attach();
                Receiver orders = kernel.createMailslot("orders")) {
            gauge("mailslot.handles");
            assertThat(registry.find("mailslot.messages").meters()).hasSize(1);
            assertThat(other.find("mailslot.messages").meters()).isEmpty();
            assertThat(orders.info().messageCount()).isZero();
        }
    }

    @Test
    void shouldBeReadByManyThreads() throws InterruptedException {
        MailslotMetrics metrics = always();
        metrics.bindTo(registry);
        try (Kernel kernel = attach()) {
            Thread[] readers = new Thread[4];
            for (int i = 0; i < readers.length; i++) {
                readers[i] = new Thread(() -> {
                    for (int n = 0; n < 50; n++) {
                        registry.forEachMeter(Meter::measure);
                        registry.getMeters().forEach(meter -> meter.measure().forEach(each -> each.getValue()));
                    }
                });
                readers[i].start();
            }
            for (int i = 0; i < 20; i++) {
                kernel.createMailslot("m" + i).close();
            }
            for (Thread reader : readers) {
                reader.join(120_000);
                assertThat(reader.isAlive()).isFalse();
            }
        }
    }
}
