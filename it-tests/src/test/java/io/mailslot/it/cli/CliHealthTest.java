package io.mailslot.it.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.it.harness.Cli;
import io.mailslot.it.harness.Cli.Outcome;
import io.mailslot.it.harness.Cli.Running;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What {@code doctor}, {@code check} and {@code metrics} tell of homes in which something is wrong. */
@HomeTest
class CliHealthTest {
    private static final int MESSAGES = 200;
    private static final int BYTES = 10_000;

    /** More than there are threads that answer, where there is time to see them cut off. */
    private static final int SLOW_CLIENTS = Cli.EVERYTHING ? 100 : 20;

    /** Of a child. */
    private static Receiver orders;

    @Test
    void shouldTellWhoKeepsAMailslotFullAndWhatMendsIt(TestHome home, Jvms jvms) throws Exception {
        Kernel kernel = jvms.kernel();
        Child child = jvms.start();
        child.run(c -> orders = c.kernel()
                .createMailslot("orders", MailslotOptions.defaults().withCapacity(MailslotOptions.MIN_CAPACITY)));
        Sender sender = kernel.openMailslot("orders", OpenOptions.defaults().withWriteTimeout(Deadline.PATIENCE));
        child.stop();
        CompletableFuture<Void> flood = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < MESSAGES; i++) {
                sender.write(new byte[BYTES]);
            }
        });
        Deadline.await("a sender sleeps for room")
                .until(() -> HomeInspector.inspect(home.path())
                        .flatMap(seen -> seen.mailslot("orders"))
                        .orElseThrow()
                        .sendersWait());

        Outcome doctor = Cli.in(home).run("doctor");
        Outcome check = Cli.in(home).run("check", "--fill", "80:95", "--stopped");
        Outcome metrics = Cli.in(home).run("metrics");

        assertThat(doctor.exit()).as(doctor.toString()).isEqualTo(1);
        assertThat(doctor.errors()).isEmpty();
        String fix = "kill -CONT " + child.pid();
        assertThat(doctor.text())
                .containsPattern("(?m)^FAIL  process " + child.pid()
                        + " \\(.*\\) is stopped, and is a receiver of orders, which is full\n      fix: " + fix
                        + "\n      detail: mailslot why orders$");
        assertThat(check.exit()).as(check.toString()).isEqualTo(2);
        assertThat(check.text())
                .isEqualTo("MAILSLOT CRITICAL: orders 100 % full, process " + child.pid()
                        + " is stopped and keeps orders | orders_fill=100%;80;95 stopped=1;0;\n");
        assertThat(metrics.exit()).as(metrics.toString()).isZero();
        assertThat(metrics.text())
                .contains("\nmailslot_full{mailslot=\"orders\"} 1\n", "\nmailslot_processes{state=\"stopped\"} 1\n")
                .containsPattern("\nmailslot_allocated_bytes\\{mailslot=\"orders\"} [1-9]\\d*\n");

        assertThat(new ProcessBuilder("sh", "-c", fix).start().waitFor()).isZero();
        child.resume(); // the kit knows, too
        child.run(c -> {
            for (int i = 0; i < MESSAGES; i++) {
                orders.read();
            }
        });
        flood.get(Deadline.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        Outcome well = Cli.in(home).run("check", "--fill", "80:95", "--stopped");
        assertThat(well.exit()).as(well.toString()).isZero();
        assertThat(well.text()).startsWith("MAILSLOT OK: 1 mailslot, 2 processes | orders_fill=");
    }

    @Test
    @Tag("storm")
    void shouldAnswerPrometheusWhateverOthersDoAtItsPort(TestHome home, Jvms jvms) throws Exception {
        jvms.kernel().createMailslot("orders");
        Running running = Cli.in(home).start("metrics", "--listen", "0");
        Deadline.await("it tells where it listens, or has ended")
                .until(() -> Files.readString(running.output()).endsWith("/metrics\n")
                        || !running.process().isAlive());
        URI uri = URI.create(Files.readString(running.output()).strip());
        assertThat(uri.getHost()).isEqualTo("127.0.0.1");
        List<Socket> others = new ArrayList<>();
        try {
            for (int i = 0; i < SLOW_CLIENTS; i++) {
                others.add(say(uri, "GET /metrics HTTP/1.1\r\nHost: x\r\nX: ")); // and no more
                others.add(say(uri, ""));
            }
            others.add(say(uri, "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n".repeat(50))); // and does not read
            others.add(say(uri, "\0\1 nonsense\r\n\r\n"));

            HttpResponse<String> metrics = ask("GET", uri);
            assertThat(metrics.statusCode()).isEqualTo(200);
            assertThat(metrics.headers().firstValue("Content-Type"))
                    .contains("application/openmetrics-text; version=1.0.0; charset=utf-8");
            assertThat(metrics.body())
                    .contains("\nmailslot_unread_messages{mailslot=\"orders\",cursor=\"\"} 0\n")
                    .endsWith("\n# EOF\n");
            assertThat(ask("POST", uri).statusCode()).isEqualTo(405);
            assertThat(ask("GET", uri.resolve("/metricsx")).statusCode()).isEqualTo(404);
            assertThat(ask("GET", uri.resolve("/")).statusCode()).isEqualTo(404);
        } finally {
            for (Socket other : others) {
                other.close();
            }
        }

        running.signal("TERM");
        Outcome outcome = running.outcome();
        assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(143);
        assertThat(outcome.errors()).isEmpty();
    }

    private static Socket say(URI uri, String text) throws IOException {
        Socket socket = new Socket(uri.getHost(), uri.getPort());
        socket.getOutputStream().write(text.getBytes(US_ASCII));
        return socket;
    }

    private static HttpResponse<String> ask(String method, URI uri) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .timeout(Duration.ofSeconds(30))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}
