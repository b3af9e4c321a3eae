package io.mailslot.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/cli.md has every command, option and exit code of the tool, and none besides. */
class ReferenceTest {
    private static final String OPTIONS = "## Options of each command";
    private static final String EXIT_CODES = "## Exit codes";

    /** Said of the JVM and of other programs. */
    private static final Set<String> OF_OTHERS = Set.of("--sun-misc-unsafe-memory-access");

    /** In the help of every command. */
    private static final Set<String> OF_ALL = Set.of("--home", "--verbose", "--help", "--version");

    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--?[a-zA-Z0-9][a-z0-9-]*");
    private static final Pattern OPTION_COLUMN = Pattern.compile("(?m)^ {2,6}(-\\S.*?)(?: {2,}|$)");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `?([a-z]+)`? \\| (.*) \\|$");
    private static final Pattern CODE_ROW = Pattern.compile("(?m)^\\| (\\d+) (?:to \\d+ )?\\|");
    private static final Pattern CODE_LINE = Pattern.compile("(?m)^ +(\\d+)  ");

    private static final Pattern SHELL = Pattern.compile("(?s)\n```sh\n.*?\n```\n");
    private static final Pattern LINE = Pattern.compile("(?m)^mailslot ([a-z]+)");

    private static String page() throws IOException {
        return Files.readString(Path.of("../docs/cli.md"));
    }

    private static String section(String heading) throws IOException {
        String page = page();
        int begin = page.indexOf(heading + "\n");
        assertThat(begin).as(heading).isPositive();
        int end = page.indexOf("\n## ", begin + 1);
        return page.substring(begin, end < 0 ? page.length() : end);
    }

    /** The long names of options, and the short ones of those that have no other; as its help lists them. */
    private static Set<String> options(String command) {
        Set<String> options = new TreeSet<>();
        Matcher column = OPTION_COLUMN.matcher(CommandRun.of(command, "--help").out());
        while (column.find()) {
            List<String> names = OPTION.matcher(column.group(1))
                    .results()
                    .map(match -> match.group())
                    .toList();
            List<String> longNames =
                    names.stream().filter(name -> name.startsWith("--")).toList();
            options.addAll(longNames.isEmpty() ? names : longNames);
        }
        return options;
    }

    @Test
    void shouldHaveEachOptionOfEachCommand() throws IOException {
        Map<String, Set<String>> documented = new TreeMap<>();
        Matcher row = ROW.matcher(section(OPTIONS));
        while (row.find()) {
            documented.put(
                    row.group(1),
                    OPTION.matcher(row.group(2))
                            .results()
                            .map(match -> match.group())
                            .collect(Collectors.toSet()));
        }

        for (String command : Commands.NAMES) {
            Set<String> own = options(command);
            own.removeAll(OF_ALL);
            String right = own.stream().map(name -> "`" + name + "`").collect(Collectors.joining(" "));
            assertThat(documented)
                    .as("the row of docs/cli.md is to be: | `" + command + "` | " + right + " |")
                    .containsEntry(command, own);
        }
        assertThat(documented.keySet()).containsExactlyInAnyOrderElementsOf(Commands.NAMES);
    }

    @Test
    void shouldNameNoOptionThatNobodyHas() throws IOException {
        Set<String> known = Stream.concat(Commands.NAMES.stream(), Stream.of("help"))
                .flatMap(command -> options(command).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        known.addAll(OF_OTHERS);

        Set<String> named = OPTION.matcher(page())
                .results()
                .map(match -> match.group())
                .filter(name -> name.startsWith("--"))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(named).hasSizeGreaterThan(50).isSubsetOf(known);
    }

    @Test
    void shouldShowEachCommandInUse() throws IOException {
        String page = page();

        assertThat(Commands.NAMES)
                .allSatisfy(command -> assertThat(page).containsPattern("mailslot " + command + "\\b"));
        Set<String> shown = SHELL.matcher(page)
                .results()
                .flatMap(block -> LINE.matcher(block.group()).results())
                .map(line -> line.group(1))
                .collect(Collectors.toSet());
        assertThat(Commands.NAMES).containsAll(shown);
    }

    @Test
    void shouldHaveEachExitCode() throws IOException {
        Set<String> documented = numbers(CODE_ROW, section(EXIT_CODES));
        Set<String> helped =
                numbers(CODE_LINE, CommandRun.of("help", "exit-codes").out());

        assertThat(documented).isEqualTo(helped);
        assertThat(documented)
                .containsAll(Stream.of(ExitCode.values())
                        .map(code -> String.valueOf(code.value()))
                        .toList());
    }

    private static Set<String> numbers(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
