package io.mailslot.it.cli.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A guide: numbered sections with blocks of code. The section "How this guide is checked" tells readers what is done with them. */
record GuidePage(List<Section> sections) {
    private static final Pattern HEADING = Pattern.compile("## (\\d+)\\. (.+)");
    private static final Pattern FENCE = Pattern.compile("```(\\S+)(.*)");
    private static final Pattern TERMINAL = Pattern.compile("terminal (\\d)");
    private static final Pattern CLASS = Pattern.compile("public class (\\w+)");

    /**
     * What stands below one heading.
     *
     * @param number of the heading
     * @param title in the guide's language
     * @param blocks in their order
     */
    record Section(int number, String title, List<Block> blocks) {
        Stream<Block> of(Kind kind) {
            return blocks.stream().filter(block -> block.kind() == kind);
        }

        @Override
        public String toString() {
            return number + ". " + title;
        }
    }

    /** What is done with a block. */
    enum Kind {
        /** A program, in a file of the name of its class. */
        JAVA,
        /** What is typed at a terminal, and what is seen there. */
        CONSOLE,
        /** Commands that each new terminal of the guide is given first. */
        EVERY_TERMINAL,
        /** Not run: what stands before it says why. */
        NOT_RUN
    }

    /**
     * A block of code.
     *
     * @param kind what is done with it
     * @param terminal at which; 1 unless it says so
     * @param goesOn whether its last command has not ended by the end of the block
     * @param lines what stands in it
     */
    record Block(Kind kind, int terminal, boolean goesOn, List<String> lines) {
        static Block of(String language, String info, List<String> lines) {
            Matcher terminal = TERMINAL.matcher(info);
            return new Block(
                    kind(language, info),
                    terminal.find() ? Integer.parseInt(terminal.group(1)) : 1,
                    info.contains("goes on"),
                    List.copyOf(lines));
        }

        private static Kind kind(String language, String info) {
            if (language.equals("java")) {
                return Kind.JAVA;
            }
            if (!language.equals("console")) {
                return Kind.NOT_RUN;
            }
            return info.contains("every terminal") ? Kind.EVERY_TERMINAL : Kind.CONSOLE;
        }

        /** Of a program: the name of its class. */
        String className() {
            Matcher name = CLASS.matcher(String.join("\n", lines));
            if (!name.find()) {
                throw new AssertionError("a program without a public class: " + lines);
            }
            return name.group(1);
        }

        /** The same without what is for readers of one language only: comments of programs. */
        Block withoutComments() {
            List<String> kept = kind != Kind.JAVA
                    ? lines
                    : lines.stream()
                            .map(line -> line.replaceAll("\\s*//.*", ""))
                            .toList();
            return new Block(kind, terminal, goesOn, kept);
        }
    }

    static GuidePage read(Path file) throws IOException {
        List<Section> sections = new ArrayList<>();
        List<Block> blocks = new ArrayList<>();
        List<String> lines = Files.readAllLines(file);
        for (int at = 0; at < lines.size(); at++) {
            Matcher heading = HEADING.matcher(lines.get(at));
            Matcher fence = FENCE.matcher(lines.get(at));
            if (heading.matches()) {
                blocks = new ArrayList<>();
                sections.add(new Section(Integer.parseInt(heading.group(1)), heading.group(2), blocks));
            } else if (fence.matches()) {
                int end = at + 1 + lines.subList(at + 1, lines.size()).indexOf("```");
                blocks.add(Block.of(fence.group(1), fence.group(2), lines.subList(at + 1, end)));
                at = end;
            } else if (lines.get(at).startsWith("```")) {
                throw new AssertionError(file + ":" + (at + 1) + ": a block that says not what it is");
            }
        }
        return new GuidePage(List.copyOf(sections));
    }

    /** What is typed first at each terminal. */
    List<String> preparations() {
        return sections.stream()
                .flatMap(section -> section.of(Kind.EVERY_TERMINAL))
                .flatMap(block -> block.lines().stream())
                .map(line -> line.substring("$ ".length()))
                .toList();
    }
}
