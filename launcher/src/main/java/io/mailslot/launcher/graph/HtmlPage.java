package io.mailslot.launcher.graph;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The drawing in a page of its own, with a search, highlights and details: one file that asks no network for anything. */
final class HtmlPage {
    private final List<String> svg;
    private final String snapshot;

    /**
     * A page.
     *
     * @param svg the drawing
     * @param snapshot what is drawn, as JSON
     */
    HtmlPage(List<String> svg, String snapshot) {
        this.svg = svg;
        this.snapshot = snapshot;
    }

    /** Its lines. */
    List<String> draw(String title, String drawingStyle, String pageStyle, String script) {
        List<String> lines = new ArrayList<>();
        lines.add("<!DOCTYPE html>");
        lines.add("<html lang=\"en\">");
        lines.add("<head>");
        lines.add("<meta charset=\"utf-8\">");
        // Only what this program has written is obeyed, and nothing is fetched, whatever names hold.
        lines.add("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
                + hash(drawingStyle) + " " + hash(pageStyle) + "; script-src " + hash(script)
                + "; base-uri 'none'; form-action 'none'\">");
        lines.add("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        lines.add("<meta name=\"color-scheme\" content=\"light dark\">");
        lines.add("<title>" + Xml.text(title) + "</title>");
        block(lines, "<style>", pageStyle, "</style>");
        lines.add("</head>");
        lines.add("<body>");
        lines.add("<header>");
        lines.add("<input id=\"search\" type=\"search\" placeholder=\"Search names, types, pids, 0x…  (press /)\""
                + " aria-label=\"Search\" autocomplete=\"off\" spellcheck=\"false\">");
        lines.add("<output id=\"found\" for=\"search\"></output>");
        lines.add(
                "<span class=\"hint\">point at something to follow its arrows, click for details; Enter goes to what is found, Esc lets go</span>");
        lines.add("</header>");
        lines.add("<main>");
        lines.addAll(svg);
        lines.add("</main>");
        lines.add("<aside id=\"details\" aria-live=\"polite\" hidden></aside>");
        lines.add("<script type=\"application/json\" id=\"snapshot\">" + withoutTags(snapshot) + "</script>");
        block(lines, "<script>", script, "</script>");
        lines.add("</body>");
        lines.add("</html>");
        return lines;
    }

    private static void block(List<String> lines, String start, String content, String end) {
        lines.add(start);
        lines.addAll(content.lines().toList());
        lines.add(end);
    }

    /** JSON that means the same and cannot end the element that it is in, or begin another one. */
    private static String withoutTags(String json) {
        return json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
    }

    /** As the policy names what stands between the tags of an element: with the line feeds after and before these. */
    private static String hash(String content) {
        String element = "\n" + String.join("\n", content.lines().toList()) + "\n";
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(element.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException neverMissing) {
            throw new IllegalStateException(neverMissing);
        }
    }
}
