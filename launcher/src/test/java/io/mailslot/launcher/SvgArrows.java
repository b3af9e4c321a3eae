package io.mailslot.launcher;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The lines of a drawing as they are in its XML, whoever has laid them out. */
final class SvgArrows {
    private static final Pattern STEP = Pattern.compile("([MHVq])([-0-9, ]+)");

    private final List<Piece> pieces = new ArrayList<>();
    private final Map<String, Integer> arrows = new HashMap<>();

    /** A straight piece of the arrows to one object. */
    private record Piece(String object, boolean vertical, int at, int from, int to) {
        boolean crosses(Piece other) {
            return vertical
                    && !other.vertical
                    && !object.equals(other.object)
                    && at > other.from
                    && at < other.to
                    && other.at > from
                    && other.at < to;
        }

        boolean liesOn(Piece other) {
            return vertical == other.vertical
                    && at == other.at
                    && !object.equals(other.object)
                    && from < other.to
                    && other.from < to;
        }
    }

    SvgArrows(Document drawing) {
        NodeList paths = drawing.getElementsByTagName("path");
        for (int i = 0; i < paths.getLength(); i++) {
            Element path = (Element) paths.item(i);
            if (path.getAttribute("class").startsWith("arrow")) {
                arrows.merge(path.getAttribute("data-object"), 1, Integer::sum);
                add(path.getAttribute("data-object"), path.getAttribute("d"));
            }
        }
    }

    static Document parse(String xml) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    }

    /** Corners are taken for sharp ones. */
    private void add(String object, String path) {
        int x = 0;
        int y = 0;
        Matcher step = STEP.matcher(path);
        while (step.find()) {
            String[] words = step.group(2).trim().split("[, ]+");
            int last = Integer.parseInt(words[words.length - 1]);
            switch (step.group(1)) {
                case "M" -> {
                    x = Integer.parseInt(words[0]);
                    y = last;
                }
                case "H" -> {
                    pieces.add(new Piece(object, false, y, Math.min(x, last), Math.max(x, last)));
                    x = last;
                }
                case "V" -> {
                    pieces.add(new Piece(object, true, x, Math.min(y, last), Math.max(y, last)));
                    y = last;
                }
                default -> {
                    x += Integer.parseInt(words[words.length - 2]);
                    y += last;
                }
            }
        }
    }

    /** How many lead to each object. */
    Map<String, Integer> perObject() {
        return arrows;
    }

    /** How many points there are in which those of one object cross those of another. */
    long crossings() {
        return pieces.stream()
                .flatMap(one -> pieces.stream()
                        .filter(one::crosses)
                        .map(other -> one.object + " over " + other.object + " at " + one.at + "," + other.at))
                .distinct()
                .count();
    }

    /** Pieces that nobody could tell from those of another object. */
    List<Piece> hidden() {
        return pieces.stream()
                .filter(one -> pieces.stream().anyMatch(one::liesOn))
                .toList();
    }
}
