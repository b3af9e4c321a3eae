package io.mailslot.launcher.graph;

import io.mailslot.launcher.graph.Picture.Box;
import io.mailslot.launcher.graph.Picture.Card;
import io.mailslot.launcher.graph.Picture.Row;
import java.util.ArrayList;
import java.util.List;

/** A picture for Graphviz. */
final class DotPicture {
    private final Picture picture;
    private final List<String> lines = new ArrayList<>();

    private DotPicture(Picture picture) {
        this.picture = picture;
    }

    static List<String> of(Picture picture) {
        return new DotPicture(picture).draw();
    }

    private List<String> draw() {
        lines.add("digraph mailslot {");
        lines.add("  graph [rankdir=LR, ranksep=2, nodesep=0.15, label=\"" + quoted(picture.title()) + "\\n"
                + quoted(picture.summary()) + "\"];");
        lines.add("  node [shape=plain, fontname=\"monospace\", fontsize=10];");
        lines.add("  edge [arrowsize=0.6];");
        picture.boxes().forEach(this::box);
        picture.cards().forEach(this::card);
        picture.rows().forEach(this::arrow);
        lines.add("}");
        return lines;
    }

    private void box(Box box) {
        lines.add("  " + node(box) + " [label=<<table border=\"0\" cellborder=\"1\" cellspacing=\"0\">");
        lines.add("    <tr><td colspan=\"4\"><b>process " + Xml.text(box.pid()) + "</b> " + Xml.text(box.command())
                + (box.isOdd() ? " <b>" + Xml.text(box.state()) + "</b>" : "") + "</td></tr>");
        for (Row row : picture.rows(box)) {
            lines.add("    <tr>" + cell(row.number()) + cell(row.card().address()) + cell(row.access())
                    + "<td align=\"left\" port=\"" + port(row) + "\">" + (row.isInheritable() ? "inherit" : " ")
                    + (row.isProtected() ? " protect" : "") + "</td></tr>");
        }
        lines.add("  </table>>];");
    }

    private static String cell(String text) {
        return "<td align=\"right\">" + (text.isEmpty() ? " " : Xml.text(text)) + "</td>";
    }

    private void card(Card card) {
        lines.add("  " + node(card) + " [label=<<table border=\"0\" cellborder=\"1\" cellspacing=\"0\"><tr>"
                + "<td port=\"in\">" + card.address() + "</td><td align=\"left\"><b>" + card.typeWord() + "</b> "
                + Xml.text(card.name())
                + (card.state().equals("-") ? "" : "<br align=\"left\"/>" + Xml.text(card.state()))
                + "</td><td>" + card.uses() + "</td></tr></table>>];");
    }

    private void arrow(Row row) {
        lines.add("  " + node(row.box()) + ":" + port(row) + ":e -> " + node(row.card()) + ":in:w"
                + (row.isItself() ? " [style=dashed]" : "") + ";");
    }

    private static String port(Row row) {
        return "r" + row.place();
    }

    private static String node(Box box) {
        return "p" + Long.toHexString(box.process().objectId());
    }

    private static String node(Card card) {
        return "o" + Long.toHexString(card.objectId());
    }

    /** Within double quotes. */
    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
