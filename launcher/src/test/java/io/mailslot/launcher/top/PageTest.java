package io.mailslot.launcher.top;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.launcher.CraftedSnapshot;
import io.mailslot.launcher.LookContexts;
import io.mailslot.launcher.look.LookContext;
import io.mailslot.launcher.top.Press.Key;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is on the screen, and what keys make of it. */
class PageTest {
    @TempDir
    private Path folder;

    private final LookContext context = LookContexts.onATerminal();
    private Scene scene;
    private Board board;

    @BeforeEach
    void look() throws IOException {
        scene = new Scene(folder, context);
        Frame frame = new Frame(scene.at(0));
        frame.show(scene.at(1));
        board = new Board(frame);
    }

    private List<String> page(int width, int height) {
        return Page.of(board, context, Duration.ofSeconds(1), width, height).stream()
                .map(line -> line.replaceAll("\\u001b\\[[0-9;]*m", "").stripTrailing())
                .toList();
    }

    /** Blank lines at the end of what is compared are not in the way of an editor here. */
    private static String text(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }

    @Test
    void shouldShowMailslotsAndProcessesIn80Columns() {
        assertThat(text(page(80, 24))).isEqualTo("""
                mailslot top · /srv/crafted · 3 processes (1 STOPPED) · 6 objects · 1s
                131 MiB of 2 GiB taken · kernel lock free · 0 unreaped · 40 changes/s
                 NAME         IN/s   OUT/s    MB/s  UNREAD    FILL            RECV  SEND  MISSED
                >orders        500     499   0.010     145      1%  ▏            1     3       0
                 news    *     2.0     2.0       0       3       -               1     0       0
                 images  !       0       0       0    1.2M     99%  ███████▉     1     1       0
                ! images: 1 sender sleeps for room; receiver 4734 is STOPPED (⏎ why)
                  PID  PARENT  STATE    CPU%  UP  HANDLES  WAITS-ON         COMMAND
                 4711       -  live        -   -        0  room images      shop.Orders
                 4733    4711  live        -   -        1  receiver orders  shop.Worker --n 1
                 4734       -  STOPPED     -   -        1  -                shop.Worker --n 2
                """ + "\n".repeat(12) + """
                1 mailslots 2 processes 3 handles 4 objects / filter s sort ⏎ why p pause q quit
                """);
    }

    @Test
    void shouldShowTheLastMinuteIn160Columns() throws IOException {
        board.frame().show(scene.at(2));
        board.frame().show(scene.at(4));
        List<String> lines = page(160, 50);

        String head = " NAME         IN/s   OUT/s    MB/s  UNREAD    FILL            RECV  SEND  MISSED"
                + " ".repeat(45) + "IN, LAST 60 TICKS";
        String orders = ">orders        500     499   0.010     148      1%  ▏            1     3       0"
                + " ".repeat(59) + "███";
        assertThat(lines).hasSize(50);
        assertThat(lines.get(2)).isEqualTo(head);
        assertThat(lines.get(3)).isEqualTo(orders);
        assertThat(lines.subList(11, 49)).containsOnly("");
        assertThat(lines.get(49)).startsWith("1 mailslots 2 processes");
    }

    @Test
    void shouldFitWhateverTerminalThereIs() {
        for (int width : new int[] {1, 7, 20, 40, 79, 200}) {
            for (int height : new int[] {1, 2, 3, 5, 9, 24}) {
                for (String view : List.of("1", "2", "3", "4")) {
                    press(view);
                    assertThat(page(width, height))
                            .as("%d x %d, %s", width, height, view)
                            .hasSizeLessThanOrEqualTo(height);
                }
            }
        }
    }

    @Test
    void shouldPointAtARowAndStayThereWhenTheOrderChanges() throws IOException {
        press("jj");
        assertThat(page(80, 24).get(5)).startsWith(">images");

        press("sss"); // by name, IN/s and OUT/s
        assertThat(page(80, 24).get(2)).contains("▼OUT/s");
        assertThat(page(80, 24).subList(3, 6))
                .map(line -> line.substring(0, 7))
                .containsExactly(" orders", " news  ", ">images");
        press("r");
        assertThat(page(80, 24).get(2)).contains("▲OUT/s");
        assertThat(page(80, 24).subList(3, 6))
                .map(line -> line.substring(0, 7))
                .containsExactly(">images", " news  ", " orders");

        board.frame().show(scene.at(2));
        board.press(Press.of(Key.LAST), 10);
        assertThat(page(80, 24)).anyMatch(line -> line.startsWith(">4734"));
    }

    @Test
    void shouldShowOnlyRowsWithATextThatIsTyped() {
        press("/Ima");
        assertThat(page(80, 24).get(23)).isEqualTo("only rows with: Ima");
        board.press(Press.of(Key.ERASE), 10);
        board.press(Press.of(Key.ENTER), 10);

        assertThat(page(80, 24).get(0)).endsWith("only 'Im'");
        assertThat(page(80, 24))
                .anyMatch(line -> line.startsWith(">images"))
                .anyMatch(line -> line.contains("room images"));
        assertThat(page(80, 24)).noneMatch(line -> line.contains("orders"));
        board.press(Press.of(Key.ESCAPE), 10);
        assertThat(page(80, 24)).anyMatch(line -> line.contains("orders"));
    }

    @Test
    void shouldExplainTheRowThatIsPointedAt() {
        press("jj");
        board.press(Press.of(Key.ENTER), 10);

        assertThat(page(80, 24).get(2)).isEqualTo("why images");
        assertThat(text(page(80, 24)))
                .contains("images is full: 1204331 unread", "4734 (shop.Worker --n 2) is alive but STOPPED")
                .contains("-> continue it:               kill -CONT 4734");
        board.press(Press.of(Key.ESCAPE), 10);
        assertThat(page(80, 24).get(2)).startsWith(" NAME");
    }

    @Test
    void shouldBreakLinesWhereTheTerminalEnds() throws IOException {
        String name = "주문과배송/커피원두와찻잎/오늘의주문/두잔의커피와케이크";
        board = new Board(new Frame(
                new Sample(scene.read(new CraftedSnapshot().mailslot(Scene.ORDERS, name, 0)), 1_000_000_000)));
        board.press(Press.of(Key.ENTER), 10);

        List<String> lines = page(30, 24);

        assertThat(lines).allSatisfy(line -> assertThat(context.columns(line)).isLessThanOrEqualTo(30));
        assertThat(String.join("", lines.subList(3, 23)).replace(" ", "")).contains(name + "isnotfull");
        for (int width = 1; width < 30; width++) {
            assertThat(page(width, 24)).as("%d columns", width).hasSize(24);
        }
    }

    @Test
    void shouldSayThatWhatItExplainsHasGone() throws IOException {
        press("jj");
        board.press(Press.of(Key.ENTER), 10);
        board.frame().show(new Sample(scene.read(new CraftedSnapshot()), 2_000_000_000));

        assertThat(page(80, 24).subList(2, 4)).containsExactly("why images", "it has gone");
    }

    /** What it cannot explain because it fails is no explanation. */
    @Test
    void shouldFailWhereItFails() {
        press("jj");
        board.press(Press.of(Key.ENTER), 10);
        LookContext failing = (LookContext) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {LookContext.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("homeOption")) {
                        throw new IllegalStateException("a mistake");
                    }
                    return method.invoke(context, arguments);
                });

        assertThatThrownBy(() -> Page.of(board, failing, Duration.ofSeconds(1), 80, 24))
                .hasMessage("a mistake");
    }

    @Test
    void shouldExplainObjectsAndHandlesByWhatTheyBelongTo() {
        for (String keys : List.of("3j", "4jj")) {
            press(keys);
            board.press(Press.of(Key.ENTER), 10);
            assertThat(page(80, 24).get(2)).as(keys).isEqualTo("why images");
            board.press(Press.of(Key.ENTER), 10);
        }
        press("4G");
        board.press(Press.of(Key.ENTER), 10);
        assertThat(page(80, 24).get(3)).startsWith("process 4734");
    }

    @Test
    void shouldSayWhenAHomeHasGoneAndWhenThereIsNone() throws IOException {
        Path missing = folder.resolve("missing");
        assertThat(new Frame(Sample.of(missing)).problem()).isEqualTo("there is no home yet; looking for it");

        board.frame().show(Sample.of(missing));
        assertThat(page(80, 24).get(2)).isEqualTo("the home has gone; looking for it");
        board.frame().show("it is damaged");
        assertThat(page(80, 24).get(2)).isEqualTo("cannot look: it is damaged");
        board.frame().show(scene.at(9));
        assertThat(page(80, 24).get(2)).startsWith(" NAME");
        assertThat(page(80, 24).get(3))
                .as("what came meanwhile is not told by two looks")
                .contains("orders          -       -");
    }

    @Test
    void shouldEndWhenAskedToOrWhenNobodyTypesAnyMore() {
        assertThat(board.press(Press.of('q'), 10)).isFalse();
        assertThat(board.press(Press.of(Key.CLOSED), 10)).isFalse();
        press("/");
        assertThat(board.press(Press.of('q'), 10)).as("a letter of the filter").isTrue();
        assertThat(board.press(Press.of(Key.CLOSED), 10)).isFalse();
    }

    private void press(String letters) {
        letters.chars()
                .forEach(letter -> assertThat(board.press(Press.of(letter), 10)).isTrue());
    }
}
