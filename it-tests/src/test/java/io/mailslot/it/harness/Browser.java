package io.mailslot.it.harness;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A real browser without a window, which shows one page and is told what a person does: by Chromium's DevTools protocol, on
 * the loopback device. It notes all that the page complains of, and all that it asks the network for.
 */
public final class Browser implements AutoCloseable {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path profile;
    private final WebSocket socket;
    private final AtomicInteger number = new AtomicInteger();
    private final Map<Integer, CompletableFuture<Map<String, Object>>> answers = new ConcurrentHashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private Browser(Process process, Path profile, String page) {
        this.process = process;
        this.profile = profile;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .connectTimeout(PATIENCE)
                .buildAsync(URI.create(page), new Listener())
                .join();
    }

    /** Begins one with an empty page; skips the test where none is installed. */
    public static Browser open(Path scratch, int width, int height) {
        Path program = Stream.of(System.getenv("PATH").split(":"))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        Assumptions.assumeTrue(program != null, "no browser on the PATH: apt-get install chromium");
        Path profile = scratch.resolve("browser");
        Path said = scratch.resolve("browser.log");
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--headless",
                "--no-sandbox", // root has none
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-extensions",
                "--disable-background-networking",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "--window-size=" + width + "," + height,
                "about:blank"));
        Process process = null;
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectOutput(Redirect.to(said.toFile()))
                    .redirectErrorStream(true);
            builder.environment().put("TMPDIR", scratch.toString()); // where it leaves a folder
            process = builder.start();
            return new Browser(process, profile, pageOf(process, profile.resolve("DevToolsActivePort"), said));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException | Error e) {
            end(process);
            throw e;
        }
    }

    private static String pageOf(Process process, Path port, Path said) throws IOException {
        Deadline.await("the browser listens, or has ended", PATIENCE)
                .until(() -> !process.isAlive()
                        || Files.exists(port) && Files.readString(port).contains("\n"));
        // that it cannot start where there is no memory or no loopback device is no fault of the page
        Assumptions.assumeTrue(process.isAlive(), "the browser cannot start here: " + Files.readString(said));
        HttpRequest pages = HttpRequest.newBuilder(URI.create(
                        "http://127.0.0.1:" + Files.readAllLines(port).get(0) + "/json/list"))
                .timeout(PATIENCE)
                .build();
        try {
            String list = HttpClient.newHttpClient()
                    .send(pages, BodyHandlers.ofString())
                    .body();
            return JSON.std.listFrom(list).stream()
                    .map(page -> (Map<?, ?>) page)
                    .filter(page -> "page".equals(page.get("type")))
                    .map(page -> (String) page.get("webSocketDebuggerUrl"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("the browser has no page: " + list));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Puts messages together, answers to their commands, and notes what nobody has asked for. */
    private final class Listener implements WebSocket.Listener {
        private final StringBuilder message = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            message.append(part);
            if (last) {
                String whole = message.toString();
                message.setLength(0);
                take(whole);
            }
            from.request(1);
            return null;
        }
    }

    private void take(String text) {
        try {
            Map<String, Object> message = JSON.std.mapFrom(text);
            if (message.get("id") instanceof Number id) {
                answers.remove(id.intValue()).complete(message);
                return;
            }
            switch (String.valueOf(message.get("method"))) {
                case "Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded" -> complaints.add(text);
                case "Network.requestWillBeSent" ->
                    requests.add(
                            (String) part(part(message, "params"), "request").get("url"));
                default -> {}
            }
        } catch (IOException noJson) {
            complaints.add(text);
        }
    }

    @SuppressWarnings("unchecked") // the keys of an object in JSON are texts
    private static Map<String, Object> part(Map<String, Object> map, String name) {
        return (Map<String, Object>) map.getOrDefault(name, Map.of());
    }

    private Map<String, Object> command(String method, Map<String, Object> parameters) {
        int id = number.incrementAndGet();
        CompletableFuture<Map<String, Object>> answer = new CompletableFuture<>();
        answers.put(id, answer);
        try {
            socket.sendText(JSON.std.asString(Map.of("id", id, "method", method, "params", parameters)), true)
                    .join();
            Map<String, Object> message = answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (message.containsKey("error")) {
                throw new AssertionError(method + ": " + message.get("error"));
            }
            return part(message, "result");
        } catch (Exception e) {
            throw new AssertionError(method + " " + parameters + ": " + complaints, e);
        }
    }

    /** Loads a page, as a file or by an address, and waits until it is there. */
    public Browser show(String address) {
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            command(domain + ".enable", Map.of());
        }
        command("Page.navigate", Map.of("url", address));
        Deadline.await("the page is there", PATIENCE)
                .until(() -> Boolean.TRUE.equals(
                        evaluate("location.href !== 'about:blank' && document.readyState === 'complete'")));
        return this;
    }

    /** What an expression of JavaScript is there: a text, a number or a truth value. */
    public Object evaluate(String expression) {
        Map<String, Object> answer =
                command("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
        if (answer.containsKey("exceptionDetails")) {
            throw new AssertionError(expression + ": " + answer);
        }
        return part(answer, "result").get("value");
    }

    /** Whether people like it dark. */
    public void prefer(String colours) {
        command(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colours))));
    }

    /** Moves the mouse to the middle of what a CSS selector finds first. */
    public void pointAt(String selector) {
        mouse("mouseMoved", selector);
    }

    public void click(String selector) {
        pointAt(selector);
        mouse("mousePressed", selector);
        mouse("mouseReleased", selector);
    }

    private void mouse(String type, String selector) {
        String place = (String) evaluate("(() => { const part = document.querySelector(" + quoted(selector)
                + "); part.scrollIntoView({block: 'center'}); const box = part.getBoundingClientRect();"
                + " return (box.x + box.width / 2) + ' ' + (box.y + box.height / 2); })()");
        String[] at = place.split(" ");
        command(
                "Input.dispatchMouseEvent",
                Map.of(
                        "type",
                        type,
                        "x",
                        Double.valueOf(at[0]),
                        "y",
                        Double.valueOf(at[1]),
                        "button",
                        type.equals("mouseMoved") ? "none" : "left",
                        "clickCount",
                        1));
    }

    private static String quoted(String text) {
        try {
            return JSON.std.asString(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Types into what has the focus, all at once. */
    public void type(String text) {
        command("Input.insertText", Map.of("text", text));
    }

    /** Presses a key of that name, as JavaScript calls it. */
    public void press(String key) {
        Map<String, Integer> codes = Map.of("Escape", 27, "Enter", 13, "Tab", 9, "/", 191);
        for (String type : List.of("keyDown", "keyUp")) {
            command(
                    "Input.dispatchKeyEvent",
                    Map.of("type", type, "key", key, "code", key, "windowsVirtualKeyCode", codes.get(key)));
        }
    }

    /** Errors, and all else that was written to the console. */
    public List<String> complaints() {
        return complaints;
    }

    /** Addresses of all that was loaded. */
    public List<String> requests() {
        return requests;
    }

    @Override
    public void close() {
        socket.abort();
        end(process);
    }

    /** With all its helpers. */
    private static void end(Process process) {
        if (process == null) {
            return;
        }
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        Deadline.await("the browser is gone", PATIENCE).until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
    }
}
