package io.mailslot.launcher;

import static io.mailslot.launcher.CraftedSnapshot.handle;
import static io.mailslot.launcher.CraftedSnapshot.hex;
import static io.mailslot.launcher.CraftedSnapshot.receiverOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What {@code graph} draws of snapshots. */
class GraphTest {
    private static final long ORDERS = 0x10;
    private static final long LEDGER = 0x20;
    private static final long SENDER = 0x30;
    private static final long PARENT = 0x1001;
    private static final long CHILD = 0x1002;

    /** All that could end an element, an attribute, a label or a line, or change what is read. */
    private static final String NASTY =
            "</script></title>--><b a='\"'>&amp;\\N{}|\u0001\u001b[31m\r\n\u202e\u2028\ufffeHALF 준비 \ud83d\ude00";

    private static final String NASTY_SHOWN =
            "</script></title>--><b a='\"'>&amp;\\N{}|\\x01\\x1b[31m\\x0d\\x0a\\u202e\\u2028\\ufffe\\ud800 준비 \ud83d\ude00";

    @TempDir
    private Path folder;

    private CommandRun graph(CraftedSnapshot snapshot, String... more) {
        Path file = snapshot.in(folder);
        try {
            // no file of text can have it, but JSON can
            Files.writeString(file, Files.readString(file).replace("HALF", "\\ud800"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return CommandRun.of(Stream.concat(Stream.of("graph", "--from", file.toString()), Stream.of(more))
                .toArray(String[]::new));
    }

    private String drawn(CraftedSnapshot snapshot, String... more) {
        CommandRun run = graph(snapshot, more);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        return run.out();
    }

    private static Map<String, Object> inheritable(Map<String, Object> handle) {
        Map<String, Object> marked = new LinkedHashMap<>(handle);
        marked.put("flags", List.of("inherit"));
        return marked;
    }

    private static Map<String, Object> allowing(String right, Map<String, Object> handle) {
        Map<String, Object> marked = new LinkedHashMap<>(handle);
        marked.put("access", List.of(right, "synchronize"));
        return marked;
    }

    /** Two processes, one of which has inherited a mutex and a sender. */
    private static CraftedSnapshot shop() {
        Map<String, Object> sender = inheritable(allowing("write", handle(8, "sender", SENDER, "orders")));
        Map<String, Object> mutex = inheritable(allowing("modify-state", handle(16, "mutex", LEDGER, "ledger")));
        return new CraftedSnapshot()
                .mailslot(ORDERS, "orders", 12)
                .object(SENDER, "sender", "orders", "mailslot", hex(ORDERS), "uses", 2)
                .object(LEDGER, "mutex", "ledger", "ownerPid", 4734, "ownerThread", 31, "depth", 2, "uses", 2)
                .process(
                        4711,
                        PARENT,
                        List.of(),
                        List.of(
                                allowing("read", handle(4, "receiver", receiverOf(ORDERS), "orders")),
                                sender,
                                mutex,
                                handle(20, "process", CHILD, "4734")),
                        "command",
                        List.of("shop.Orders"))
                .process(4734, CHILD, List.of(), List.of(sender, mutex), "osState", "stopped", "uses", 2);
    }

    @Test
    void shouldDrawTablesObjectsAndArrowsInText() {
        assertThat(drawn(shop())).isEqualTo("""
                process 4711  shop.Orders          kernel objects                           uses
                ┌────┬────────┬─────────┐         ┌────────────────────────────────────────┬───┐
                │    │ itself │         │────────▶│ 0x1001 process 4711  running           │ 1 │
                │  4 │ read   │         │────────▶│ 0x110 receiver orders  12 unread       │ 1 │
                │  8 │ write  │ inherit │───┬────▶│ 0x30 sender orders                     │ 2 │
                │ 16 │ modify │ inherit │───┼─┬──▶│ 0x20 mutex ledger  owned by 4734       │ 2 │
                │ 20 │ -      │         │─┬─┼─┼──▶│ 0x1002 process 4734  running           │ 1 │
                └────┴────────┴─────────┘ │ │ │   │                                        │   │
                process 4734 STOPPED  -   │ │ │   │                                        │   │
                ┌────┬────────┬─────────┐ │ │ │   │                                        │   │
                │    │ itself │         │─┘ │ │   │                                        │   │
                │  8 │ write  │ inherit │───┘ │   │                                        │   │
                │ 16 │ modify │ inherit │─────┘   │                                        │   │
                └────┴────────┴─────────┘         └────────────────────────────────────────┴───┘
                """);
    }

    @Test
    void shouldDrawWhatIsAskedFor() {
        assertThat(drawn(shop(), "ledger").lines().filter(line -> line.contains("│ modify")))
                .hasSize(2);
        assertThat(drawn(shop(), "0x20")).isEqualTo(drawn(shop(), "LEDG")).doesNotContain("receiver");
        assertThat(drawn(shop(), "4734"))
                .contains("process 4734 STOPPED  -", "ledger")
                .doesNotContain("receiver");
        assertThat(drawn(shop(), "4734", "4711").lines())
                .hasSameSizeAs(drawn(shop()).lines().toList());
        CommandRun none = graph(shop(), "ledger", "47");
        assertThat(none.exitCode()).isEqualTo(3);
        assertThat(none.out()).isEmpty();
        assertThat(none.err()).contains("no process and no object '47' in /srv/crafted", "mailslot objects --from ");
    }

    @Test
    void shouldDrawAllThatHasNoArrows() {
        CraftedSnapshot closed = new CraftedSnapshot().mailslot(ORDERS, "kept", 3);

        assertThat(drawn(closed).lines()).hasSize(4).element(2).asString().contains("receiver kept  3 unread");
        assertThat(drawn(closed, "--svg")).contains("3 unread").doesNotContain("class=\"net");
        CommandRun empty =
                CommandRun.of("graph", "--home", folder.resolve("missing").toString());
        assertThat(empty.exitCode()).isZero();
        assertThat(empty.out()).isEmpty();
        assertThat(empty.err()).startsWith("mailslot: there is nothing to draw in ");
    }

    @Test
    void shouldDrawObjectsThatWereNotSeenAsHandlesTellOfThem() {
        CraftedSnapshot blank = new CraftedSnapshot()
                .process(1, PARENT, List.of(), List.of(handle(4, "event", LEDGER, "ready")))
                .with("unseen", List.of(Map.of("code", 5, "detail", "cannot look at the objects of it")));

        CommandRun run = graph(blank, "--svg");

        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.out()).contains("event</tspan> <tspan class=\"name\">ready", "not all could be seen");
        assertThat(run.err()).contains("cannot look at the objects of it");
    }

    /** A parent with 40 handles, half of which four children have inherited, each with 20 more of its own. */
    private static CraftedSnapshot crowd() {
        CraftedSnapshot crowd = new CraftedSnapshot();
        List<Map<String, Object>> inherited = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            crowd.object(0x100 + i, "event", "shared " + i, "uses", 5);
            inherited.add(inheritable(handle(4 * (11 + i), "event", 0x100 + i, "shared " + i)));
        }
        for (int process = 0; process < 5; process++) {
            List<Map<String, Object>> handles = new ArrayList<>(inherited);
            for (int i = 0; i < 20; i++) {
                long object = 0x200 + 20L * process + i;
                crowd.object(object, "mutex", "own " + process + "." + i);
                handles.add(handle(4 * (i < 10 ? 1 + i : 21 + i), "mutex", object, "own " + process + "." + i));
            }
            handles.sort((one, other) -> (int) one.get("handle") - (int) other.get("handle"));
            crowd.process(100 + process, PARENT + process, List.of(), handles);
        }
        return crowd;
    }

    @Test
    void shouldCrossLittleAndHideNothing() throws Exception {
        SvgArrows arrows = new SvgArrows(SvgArrows.parse(drawn(crowd(), "--svg")));

        assertThat(arrows.hidden()).isEmpty();
        assertThat(arrows.perObject())
                .hasSize(20 + 100 + 5)
                .containsEntry("0x100", 5)
                .containsEntry("0x200", 1);
        // the arrows to the 20 that all share pass nearly all of the others, which are more than 2,000 crossings at
        // least
        assertThat(arrows.crossings()).isLessThan(2_700);
        assertThat(new SvgArrows(SvgArrows.parse(drawn(shop(), "--svg"))).crossings())
                .isLessThanOrEqualTo(4);
    }

    /** Any number of processes with any handles to any objects, some of which nobody uses. */
    private static CraftedSnapshot anyHome(long seed) {
        Random random = new Random(seed);
        CraftedSnapshot home = new CraftedSnapshot();
        List<String> types = List.of("event", "mutex", "semaphore", "file", "sender");
        int objects = 1 + random.nextInt(40);
        for (int i = 0; i < objects; i++) {
            home.object(i + 1, types.get(i % types.size()), "o".repeat(1 + random.nextInt(60)) + i);
        }
        int processes = random.nextInt(7);
        for (int process = 0; process < processes; process++) {
            List<Object> handles = new ArrayList<>();
            int own = random.nextInt(40);
            for (int i = 0; i < own; i++) {
                int object = random.nextInt(random.nextBoolean() ? objects : 1 + objects / 4);
                handles.add(handle(4 * (i + 1), types.get(object % types.size()), object + 1, "x"));
            }
            home.process(1 + process, PARENT + process, List.of(), handles);
        }
        return home;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldHideNoArrowOfAnyHome(long seed) throws Exception {
        Document drawing = SvgArrows.parse(drawn(anyHome(seed), "--svg"));
        Map<?, ?> told = JSON.std.mapFrom(drawn(anyHome(seed), "--json"));

        assertThat(new SvgArrows(drawing).hidden()).as("seed " + seed).isEmpty();
        Map<String, Integer> holders = new TreeMap<>();
        for (Object each : (List<?>) told.get("objects")) {
            Map<?, ?> object = (Map<?, ?>) each;
            int arrows = ((List<?>) object.get("heldBy")).size() + ("process".equals(object.get("type")) ? 1 : 0);
            holders.put((String) object.get("object"), arrows);
        }
        holders.values().removeIf(arrows -> arrows == 0);
        assertThat(new SvgArrows(drawing).perObject()).isEqualTo(holders);
        assertThat(drawn(anyHome(seed)).lines())
                .isNotEmpty()
                .allMatch(line -> line.length() == 80 || line.endsWith("uses"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--text", "--svg", "--html", "--dot", "--json"})
    void shouldDrawTheSameOfTheSame(String form) {
        assertThat(drawn(crowd(), form)).isEqualTo(drawn(crowd(), form)).isNotEmpty();
    }

    @Test
    void shouldFitItsTextTo80Columns() {
        assertThat(drawn(crowd()).lines()).allMatch(line -> line.length() <= 80);
        assertThat(drawn(crowd())).contains("↑ 0x10", "┼");
        assertThat(drawn(nasty()).lines()).allMatch(line -> line.length() <= 80);
        String wide = CommandRun.on(
                        new Terminal(true, true, true, 120),
                        "graph",
                        "--from",
                        crowd().in(folder).toString())
                .out();
        assertThat(wide.lines().mapToInt(String::length).max()).hasValue(120);
    }

    private static CraftedSnapshot nasty() {
        return new CraftedSnapshot()
                .with("home", "/srv/<&\"'")
                .object(LEDGER, "event", NASTY)
                .process(
                        1,
                        PARENT,
                        List.of(),
                        List.of(handle(4, "event", LEDGER, NASTY)),
                        "command",
                        List.of("shop.Orders", NASTY));
    }

    @Test
    void shouldEscapeNamesInWellFormedXml() throws Exception {
        String svg = drawn(nasty(), "--svg");
        Document drawing = SvgArrows.parse(svg);

        assertThat(titles(drawing)).anyMatch(title -> title.contains("event " + NASTY_SHOWN));
        assertThat(drawing.getElementsByTagName("b").getLength()).isZero();
        assertThat(svg.codePoints().filter(each -> each < ' ' && each != '\n')).isEmpty();
        for (String role : List.of("graphics-document document", "graphics-object group", "graphics-symbol img")) {
            assertThat(svg).contains("role=\"" + role + "\"");
        }
        assertThat(svg)
                .contains("prefers-color-scheme: dark")
                .doesNotContain("http://www.w3.org/1999", "@import", "url(");
    }

    private static List<String> titles(Document drawing) {
        List<String> titles = new ArrayList<>();
        NodeList all = drawing.getElementsByTagName("title");
        for (int i = 0; i < all.getLength(); i++) {
            titles.add(((Element) all.item(i)).getTextContent());
        }
        return titles;
    }

    @Test
    void shouldEscapeNamesForGraphviz() throws Exception {
        String dot = drawn(nasty(), "--dot");

        assertThat(dot).startsWith("digraph mailslot {\n").endsWith("}\n").contains("p1001:r1:e -> o20:in:w;");
        assertThat(dot.lines().filter(line -> line.contains("graph [")))
                .singleElement()
                .asString()
                .contains("/srv/<&\\\"'");
        Matcher label =
                Pattern.compile("label=<(<table.*?</table>)>", Pattern.DOTALL).matcher(dot);
        int labels = 0;
        while (label.find()) {
            assertThat(SvgArrows.parse(label.group(1)).getDocumentElement().getTextContent())
                    .contains("0x");
            labels++;
        }
        assertThat(labels).isEqualTo(3);
        assertThat(dot).doesNotContain("\\N{");
    }

    @Test
    void shouldLetNoNameOutOfThePagesDataAndObeyOnlyItsOwnScript() throws Exception {
        String page = drawn(nasty(), "--html");

        Matcher scripts =
                Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL).matcher(page);
        assertThat(scripts.find()).isTrue();
        String digest = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256")
                        .digest(scripts.group(1).getBytes(StandardCharsets.UTF_8)));
        assertThat(page)
                .contains("default-src 'none'", "script-src 'sha256-" + digest + "'")
                .doesNotContain("'unsafe-inline'");
        Matcher data = Pattern.compile("<script type=\"application/json\" id=\"snapshot\">(.*)</script>")
                .matcher(page);
        assertThat(data.find()).isTrue();
        assertThat(data.group(1)).doesNotContain("<", "&");
        Map<?, ?> object =
                (Map<?, ?>) ((List<?>) JSON.std.mapFrom(data.group(1)).get("objects")).get(0);
        assertThat((String) object.get("name")).startsWith("</script></title>--><b a='\"'>&amp;");
        assertThat(page.split("</script>", -1))
                .as("one of the data, one of the script")
                .hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({"a.svg, <svg", "a.HTML, <!DOCTYPE", "a.gv, digraph", "a.json, {\"schema\"", "a.txt, process 4711"})
    void shouldWriteAFileInTheFormThatItsNameTells(String name, String start) throws Exception {
        Path file = folder.resolve(name);

        assertThat(drawn(shop(), "-o", file.toString())).isEmpty();

        assertThat(Files.readString(file)).startsWith(start).endsWith("\n");
    }

    @Test
    void shouldTellWhichFileCannotBeWritten() {
        CommandRun missing = graph(shop(), "-o", folder + "/missing/a.svg");
        assertThat(missing.exitCode()).isEqualTo(3);
        assertThat(missing.err()).isEqualTo("mailslot: no such file: " + folder + "/missing/a.svg\n");
        CommandRun full = graph(shop(), "--svg", "-o", "/dev/full");
        assertThat(full.exitCode()).isEqualTo(1);
        assertThat(full.err()).startsWith("mailslot: cannot write /dev/full: ");
    }

    @Test
    void shouldPrintAsJsonWhatItDraws() throws Exception {
        Map<String, Object> all = JSON.std.mapFrom(drawn(shop(), "--json"));
        Map<String, Object> some = JSON.std.mapFrom(drawn(shop(), "ledger", "--json"));

        assertThat(all).containsEntry("schema", 1).containsKeys("processes", "objects", "mailslots", "unseen");
        assertThat((List<?>) all.get("objects")).hasSize(5);
        assertThat((List<?>) some.get("objects")).hasSize(1);
        assertThat((List<?>) some.get("processes"))
                .hasSize(2)
                .allSatisfy(process -> assertThat((List<?>) ((Map<?, ?>) process).get("handles"))
                        .hasSize(1));
    }
}
