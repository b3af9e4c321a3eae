package io.mailslot.testkit;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The agents of this JVM that children have, too: those that measure coverage, unless a property names others. */
final class Agents {
    /** Parts of the names of agents' files. */
    static final String PROPERTY = "mailslot.testkit.agents";

    private static final String USUAL = "jacoco,kover,intellij-coverage";
    private static final String JACOCO = "jacoco";
    private static final List<String> FROM_ENVIRONMENT =
            List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private Agents() {}

    /** The JVM options of a child. */
    static List<String> options(String child) {
        return options(
                ManagementFactory.getRuntimeMXBean().getInputArguments(),
                System.getProperty(PROPERTY, USUAL),
                child,
                FROM_ENVIRONMENT.stream()
                        .map(System::getenv)
                        .map(String::valueOf)
                        .toList());
    }

    static List<String> options(List<String> ours, String names, String child, List<String> environment) {
        List<String> options = new ArrayList<>();
        for (String option : ours) {
            boolean agent = option.startsWith("-javaagent:") || option.startsWith("-agentpath:");
            // one that came from the environment comes from there again
            if (agent
                    && isNamed(option, names)
                    && environment.stream().noneMatch(variable -> variable.contains(option))) {
                options.add(placed(option, child));
            }
        }
        return options;
    }

    private static boolean isNamed(String option, String names) {
        String file = new File(path(option)).getName().toLowerCase(Locale.ROOT);
        return Arrays.stream(names.split(","))
                .map(String::strip)
                .anyMatch(name -> !name.isEmpty() && file.contains(name));
    }

    private static String path(String option) {
        int end = option.indexOf('=');
        return option.substring(option.indexOf(':') + 1, end < 0 ? option.length() : end);
    }

    /** With absolute paths: the child may run in another directory. */
    private static String placed(String option, String child) {
        String path = path(option);
        int end = option.indexOf('=');
        String rest = end < 0 ? "" : option.substring(end + 1);
        if (new File(path).getName().contains(JACOCO)) {
            rest = coverage(rest, child);
        }
        String kind = option.substring(0, option.indexOf(':') + 1);
        return kind + Path.of(path).toAbsolutePath() + (rest.isEmpty() ? "" : "=" + rest);
    }

    /** Into the same file, which JaCoCo locks while it appends, under the child's own name. */
    private static String coverage(String settings, String child) {
        List<String> given = settings.isEmpty() ? List.of() : List.of(settings.split(","));
        String file = given.stream()
                .filter(setting -> setting.startsWith("destfile="))
                .map(setting -> setting.substring("destfile=".length()))
                .findAny()
                .orElse("jacoco.exec");
        Stream<String> others =
                given.stream().filter(setting -> !setting.startsWith("destfile=") && !setting.startsWith("sessionid="));
        return String.join(
                ",",
                Stream.concat(
                                others,
                                Stream.of(
                                        "destfile=" + Path.of(file).toAbsolutePath(),
                                        "sessionid=" + child.replaceAll("[^A-Za-z0-9._-]", "-")))
                        .toList());
    }
}
