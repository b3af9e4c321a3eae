package io.mailslot.launcher.graph;

import io.mailslot.launcher.graph.Lanes.Net;
import io.mailslot.launcher.graph.Picture.Box;
import io.mailslot.launcher.graph.Picture.Card;
import io.mailslot.launcher.graph.Picture.Row;
import io.mailslot.launcher.look.LookContext;
import io.mailslot.launcher.look.Words;
import java.util.ArrayList;
import java.util.List;

/** A picture for browsers and documents: one file, with no need of anything else, light or dark as the reader likes. */
final class SvgPicture {
    private static final int RADIUS = 5;
    private static final int HEAD = 7;
    private static final int BADGE = 40;

    // where the columns of a table begin or, of numbers, end
    private static final int NUMBER_END = 58;
    private static final int ADDRESS = 72;
    private static final int ACCESS = 152;
    private static final int FLAGS = 272;

    // how many letters, all of one width, fit
    private static final int TITLE_LETTERS = 42;
    private static final int NOTE_LETTERS = 48;
    private static final int ACCESS_LETTERS = 17;
    private static final int NAME_LETTERS = 38;
    private static final int STATE_LETTERS = 43;

    private final Picture picture;
    private final LookContext context;
    private final Layout layout;
    private final List<String> lines = new ArrayList<>();

    private SvgPicture(Picture picture, LookContext context) {
        this.picture = picture;
        this.context = context;
        this.layout = new Layout(picture);
    }

    static List<String> of(Picture picture, LookContext context, String style) {
        return new SvgPicture(picture, context).draw(style);
    }

    private List<String> draw(String style) {
        lines.add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + layout.width() + "\" height=\"" + layout.height()
                        + "\" viewBox=\"0 0 " + layout.width() + " " + layout.height()
                        + "\" role=\"graphics-document document\" aria-labelledby=\"title summary\">");
        lines.add("<title id=\"title\">" + Xml.text(picture.title()) + "</title>");
        lines.add("<desc id=\"summary\">Handle tables of processes, and the kernel objects that their handles lead to: "
                + Xml.text(picture.summary()) + "</desc>");
        lines.add("<style>");
        lines.addAll(style.lines().toList());
        lines.add("</style>");
        lines.add("<rect class=\"paper\" width=\"100%\" height=\"100%\"/>");
        heading();
        layout.cards().stream().filter(card -> layout.netOf(card) != null).forEach(this::arrows);
        picture.boxes().forEach(this::box);
        layout.cards().forEach(this::card);
        lines.add("</svg>");
        return lines;
    }

    private void heading() {
        int letters = (layout.width() - 2 * Layout.MARGIN) / 8;
        lines.add(text(Layout.MARGIN, 36, "heading", shortened(picture.title(), letters * 3 / 4)));
        lines.add(text(Layout.MARGIN, 58, "note", shortened(picture.summary(), letters)));
        int captions = Layout.TOP - 10;
        lines.add(text(Layout.MARGIN, captions, "caption", "processes and their handle tables"));
        lines.add(text(layout.right(), captions, "caption", "kernel objects"));
        lines.add(text(layout.right() + Layout.CARD - BADGE / 2, captions, "caption middle", "uses"));
    }

    /** Those of one object, over those of the objects before it: where they cross, these are seen to pass below. */
    private void arrows(Card card) {
        Net net = layout.netOf(card);
        int end = layout.right() - HEAD;
        StringBuilder all = new StringBuilder();
        List<String> single = new ArrayList<>();
        for (Row row : picture.rows(card)) {
            String path = path(layout.y(row), layout.x(net), net.port(), end);
            all.append(path);
            single.add("<path class=\"arrow" + (row.isItself() ? " itself" : "")
                    + (row.isInheritable() ? " inherit" : "") + "\" " + data(row) + " d=\"" + path + "\"/>");
        }
        lines.add("<g class=\"net " + card.typeWord() + "\" aria-hidden=\"true\" data-object=\"" + card.address()
                + "\">");
        lines.add("<path class=\"casing\" d=\"" + all + "\"/>");
        lines.addAll(single);
        lines.add("<path class=\"head\" d=\"M" + layout.right() + "," + net.port() + "l-9,-4.5v9z\"/>");
        lines.add("</g>");
    }

    private String path(int from, int x, int to, int end) {
        String start = "M" + layout.left() + "," + from;
        if (from == to) {
            return start + "H" + end;
        }
        int radius = Math.min(RADIUS, Math.abs(to - from) / 2);
        int down = to > from ? radius : -radius;
        return start + "H" + (x - radius) + "q" + radius + ",0 " + radius + "," + down + "V" + (to - down) + "q0,"
                + down + " " + radius + "," + down + "H" + end;
    }

    private void box(Box box) {
        int top = layout.top(box);
        int height = layout.boxHeight(box);
        lines.add("<g class=\"box" + (box.isOdd() ? " odd" : "") + "\" role=\"graphics-object group\" data-process=\""
                + box.address() + "\">");
        lines.add(
                "<title>" + Xml.text("process " + box.pid() + ", " + box.state() + ": " + box.command()) + "</title>");
        lines.add(rectangle("frame", Layout.MARGIN, top, Layout.TABLE, height, 6));
        lines.add("<g class=\"top\">" + rectangle("bar", Layout.MARGIN, top, Layout.TABLE, Layout.HEADER, 6));
        lines.add("<text x=\"" + (Layout.MARGIN + 12) + "\" y=\"" + (top + 17) + "\"><tspan class=\"pid\">"
                + Xml.text(box.pid()) + "</tspan> <tspan class=\"name\">"
                + Xml.text(shortened(box.command(), TITLE_LETTERS - box.pid().length() - 1)) + "</tspan></text>");
        lines.add("<text x=\"" + (Layout.MARGIN + 12) + "\" y=\"" + (top + 32)
                + "\" class=\"note\"><tspan class=\"state\">"
                + Xml.text(box.state()) + "</tspan>"
                + Xml.text(shortened(note(box), NOTE_LETTERS - box.state().length()))
                + "</text></g>");
        for (Row row : picture.rows(box)) {
            row(row);
        }
        lines.add("</g>");
    }

    private String note(Box box) {
        long handles = picture.rows(box).stream().filter(row -> !row.isItself()).count();
        return " · " + Words.count(handles, "handle") + (box.waits().isEmpty() ? "" : " · " + box.waits());
    }

    private void row(Row row) {
        int left = Layout.MARGIN;
        int base = layout.y(row) + 4;
        lines.add("<g class=\"row " + row.card().typeWord() + "\" role=\"graphics-symbol img\" aria-label=\""
                + Xml.text(row.words()) + "\" " + data(row) + ">");
        lines.add("<title>" + Xml.text(row.words()) + "</title>"
                + rectangle("field", left + 1, layout.rowTop(row), Layout.TABLE - 2, Layout.ROW, 0));
        StringBuilder cells = new StringBuilder();
        cells.append(row.isItself() ? "" : text(left + NUMBER_END, base, "number end", row.number()));
        cells.append(text(left + ADDRESS, base, "address", row.card().address()));
        cells.append(text(
                left + ACCESS, base, row.isItself() ? "cell dim" : "cell", shortened(row.access(), ACCESS_LETTERS)));
        if (row.isInheritable()) {
            cells.append(rectangle("mark", left + FLAGS, layout.rowTop(row) + 3, 48, 14, 7))
                    .append(text(left + FLAGS + 24, base - 1, "mark-text middle", "inherit"));
        }
        if (row.isProtected()) {
            cells.append(text(left + FLAGS + 52, base, "cell", "⚿"));
        }
        lines.add(cells + "<circle class=\"dot\" cx=\"" + layout.left() + "\" cy=\"" + layout.y(row)
                + "\" r=\"3\"/></g>");
    }

    private void card(Card card) {
        int top = layout.middle(card) - Layout.CARD_HEIGHT / 2;
        int left = layout.right();
        lines.add("<g class=\"card " + card.typeWord() + "\" role=\"graphics-symbol img\" aria-label=\""
                + Xml.text(card.words()) + "\" data-object=\"" + card.address() + "\">");
        lines.add("<title>" + Xml.text(card.words()) + "</title>"
                + rectangle("frame", left, top, Layout.CARD, Layout.CARD_HEIGHT, 6)
                + rectangle("edge", left, top, 5, Layout.CARD_HEIGHT, 2));
        lines.add("<text x=\"" + (left + 16) + "\" y=\"" + (top + 13) + "\"><tspan class=\"type\">" + card.typeWord()
                + "</tspan> <tspan class=\"name\">"
                + Xml.text(shortened(card.name(), NAME_LETTERS - card.typeWord().length() - 1)) + "</tspan></text>");
        lines.add("<text x=\"" + (left + 16) + "\" y=\"" + (top + 26) + "\" class=\"note\"><tspan class=\"address\">"
                + card.address() + "</tspan>"
                + Xml.text(
                        card.state().equals("-")
                                ? ""
                                : " · "
                                        + shortened(
                                                card.state(),
                                                STATE_LETTERS - card.address().length() - 3))
                + "</text>");
        lines.add("<path class=\"rule\" d=\"M" + (left + Layout.CARD - BADGE) + "," + top + "v" + Layout.CARD_HEIGHT
                + "\"/>" + text(left + Layout.CARD - BADGE / 2, top + 21, "uses middle", String.valueOf(card.uses()))
                + "</g>");
    }

    private static String data(Row row) {
        return "data-process=\"" + row.box().address() + "\" data-object=\""
                + row.card().address() + "\"" + (row.isItself() ? "" : " data-handle=\"" + row.number() + "\"");
    }

    private String shortened(String text, int letters) {
        return context.fitted(text, Math.max(1, letters)).stripTrailing();
    }

    private static String rectangle(String kind, int x, int y, int width, int height, int radius) {
        return "<rect class=\"" + kind + "\" x=\"" + x + "\" y=\"" + y + "\" width=\"" + width + "\" height=\"" + height
                + (radius == 0 ? "" : "\" rx=\"" + radius) + "\"/>";
    }

    private static String text(int x, int y, String kind, String text) {
        return "<text class=\"" + kind + "\" x=\"" + x + "\" y=\"" + y + "\">" + Xml.text(text) + "</text>";
    }
}
