package io.mailslot.launcher.look;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** A command line as people think of it: of Java its program and what that is given, not what the JVM is. */
final class ProgramText {
    private static final Set<String> WITH_VALUE = Set.of(
            "-cp",
            "-classpath",
            "--class-path",
            "-p",
            "--module-path",
            "--upgrade-module-path",
            "--add-modules",
            "--limit-modules",
            "--add-opens",
            "--add-exports",
            "--add-reads",
            "--patch-module",
            "--source",
            "--illegal-native-access",
            "--enable-native-access",
            "--sun-misc-unsafe-memory-access");
    private static final Pattern JAVA = Pattern.compile("(.*/)?javaw?");

    /** What the program stands behind, if it is no class. */
    private static final Set<String> MARKS = Set.of("-jar", "-m", "--module");

    private static final Set<String> OWN = Set.of("io.mailslot.launcher.Start", "mailslot.jar");

    /** What begins so is an option of the JVM, and may be a password, where it stands before the program. */
    private static final Pattern OPTION = Pattern.compile("-D.*|-X.*|-javaagent.*");

    /** A word with dots or a capital, which values of options seldom are: those in lower case are dropped rather than shown. */
    private static final Pattern CLASS =
            Pattern.compile("(\\p{L}[\\p{L}\\p{N}_$]*\\.)+[\\p{L}_$][\\p{L}\\p{N}_$]*|\\p{Lu}[\\p{L}\\p{N}_$]*");

    private ProgramText() {}

    /** Empty if there are no words. */
    static String of(List<String> words) {
        return String.join(" ", words(words));
    }

    /** The same word by word; what are such words already stay so. */
    static List<String> words(List<String> words) {
        if (words.isEmpty()) {
            return words;
        }
        boolean java = JAVA.matcher(words.get(0)).matches();
        int program = java ? programOfJava(words) : 0;
        String name = program < words.size() ? base(words.get(program)) : "java";
        List<String> kept = new ArrayList<>(List.of(OWN.contains(name) ? "mailslot" : name));
        boolean certain = !java || isProgram(words, program);
        for (String word : words.subList(Math.min(program + 1, words.size()), words.size())) {
            certain |= CLASS.matcher(word).matches();
            if (certain || !OPTION.matcher(word).matches()) {
                kept.add(word);
            }
        }
        return kept;
    }

    /** Else it may be the value of an option that is not known here, and more options come. */
    private static boolean isProgram(List<String> words, int at) {
        return MARKS.contains(words.get(at - 1))
                || at < words.size() && CLASS.matcher(words.get(at)).matches();
    }

    /** Where the main class, module or jar stands; behind the end if nothing tells. */
    private static int programOfJava(List<String> words) {
        for (int i = 1; i < words.size(); i++) {
            String word = words.get(i);
            if (MARKS.contains(word)) {
                return i + 1;
            }
            if (WITH_VALUE.contains(word)) {
                i++;
            } else if (!word.startsWith("-") && !word.startsWith("@")) {
                return i;
            }
        }
        return words.size();
    }

    private static String base(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
