package io.mailslot.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the real shells make of their scripts: on a terminal, where the Tab key is typed, and the line is run. */
class CompletionTest {
    private static final Path TERMINALS = Path.of("/usr/bin/script");
    private static final long PATIENCE_SECONDS = 60;

    /** What is typed, Tab keys included, and the words that the tool is run with then. */
    private static final List<List<String>> TYPED = List.of(
            List.of("sen\torders", "send", "orders"),
            List.of("send ord\t", "send", "orders"),
            List.of("send two\tx", "send", "two words", "x"),
            List.of("send 'two w\t", "send", "two words"),
            List.of("info sho\t", "info", "shop/orders"),
            List.of("info \uc8fc\t", "info", "\uc8fc\ubb38/\uc74c\ub8cc"),
            List.of("info it\t", "info", "it's"),
            List.of("info 'it\t", "info", "it's"),
            List.of("info u\t", "info", "u\u2028$(echo obeyed)"),
            List.of("info 'u\t", "info", "u\u2028$(echo obeyed)"),
            List.of("info \"u\t", "info", "u\u2028$(echo obeyed)"),
            List.of("info a\t", "info", "a:b=c"),
            List.of("info a\\:\t", "info", "a:b=c"),
            List.of("ps --wi\t", "ps", "--wide"),
            List.of("receive --capacity 1M ord\t", "receive", "--capacity", "1M", "orders"),
            List.of("objects --type mu\t", "objects", "--type", "mutex"),
            List.of("objects --type=mu\t", "objects", "--type=mutex"),
            List.of("--home other send els\t", "--home", "other", "send", "elsewhere"),
            List.of("send --home=other els\t", "send", "--home=other", "elsewhere"),
            List.of("receive --drop\t ord\t", "receive", "--drop-oldest", "orders"),
            List.of("pipe ord\t sho\t", "pipe", "orders", "shop/orders"),
            List.of("duplicate 1:4 2 --access sync\t", "duplicate", "1:4", "2", "--access", "synchronize"),
            List.of("run -- mkfif\tp", "run", "--", "mkfifo", "p"),
            List.of("example usa\t", "example", "usage-count"),
            List.of("bridge sta\t", "bridge", "status"),
            List.of("help exit\t", "help", "exit-codes"),
            List.of("diff bef\t", "diff", "before"),
            List.of("completion f\t", "completion", "fish"));

    /** Beside what terminals obey. */
    private static final Pattern RAN = Pattern.compile("ran<[^\r\n]*>");

    @TempDir
    private static Path folder;

    private static Kernel kernel;

    @BeforeAll
    static void makeMailslots() throws IOException {
        kernel = Kernel.attach(KernelOptions.defaults().withHome(folder.resolve("home")));
        // The last but one has a letter that is quoted in another way, and what shells obey that do not quote it.
        for (String name : List.of(
                "Orders",
                "shop/orders",
                "two words",
                "\uc8fc\ubb38/\uc74c\ub8cc",
                "it's",
                "u\u2028$(echo obeyed)",
                "a:b=c")) {
            kernel.createMailslot(name);
        }
        Files.createDirectories(folder.resolve("other/mailslots/elsewhere/@1-1"));
        Files.createDirectories(folder.resolve("other/mailslots/.new-1-1-1"));
        Files.createFile(folder.resolve("before"));
        Files.createDirectory(folder.resolve("orders")); // a folder of a mailslot's name is not it
        for (String shell : List.of("bash", "zsh", "fish")) {
            CommandRun run = CommandRun.of("completion", shell);
            assertThat(run.exitCode()).isZero();
            Files.writeString(folder.resolve(shell + ".script"), run.out());
        }
    }

    @AfterAll
    static void deleteMailslots() {
        kernel.close();
    }

    private static boolean isThere(String program) {
        return Stream.of(System.getenv("PATH").split(":")).anyMatch(each -> Files.isExecutable(Path.of(each, program)));
    }

    static Stream<Arguments> terminals() {
        return Stream.of(
                Arguments.of("bash", "bash --norc --noprofile -i", "PS1='$ '"),
                Arguments.of("zsh", "zsh -f -i", "PS1='$ '; autoload -U compinit; compinit -D -u"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("terminals")
    void shouldCompleteWhatIsTyped(String shell, String program, String prepare) throws Exception {
        assumeTrue(isThere(shell), shell + " is not installed");
        assumeTrue(Files.isExecutable(TERMINALS), TERMINALS + " makes terminals, and is not there");
        StringBuilder typed = new StringBuilder(prepare + "; source ./" + shell + ".script\n"
                + "mailslot() { printf 'ran'; printf '<%s>' \"$@\"; echo; }\n");
        for (List<String> line : TYPED) {
            typed.append(" mailslot ").append(line.get(0)).append('\n');
        }
        typed.append("exit\n");

        String shown = run(typed.toString(), TERMINALS.toString(), "-q", "-c", program, "/dev/null");

        List<String> ran = RAN.matcher(shown).results().map(MatchResult::group).toList();
        assertThat(ran)
                .as(shown)
                .containsExactlyElementsOf(TYPED.stream()
                        .map(line -> "ran<" + String.join("><", line.subList(1, line.size())) + ">")
                        .toList());
    }

    @Test
    void shouldProposeInFish() throws Exception {
        assumeTrue(isThere("fish"), "fish is not installed");
        StringBuilder script = new StringBuilder("source ./fish.script\n");
        for (List<String> line : TYPED) {
            String[] before = line.get(0).split("\t", -1);
            script.append("echo (complete -C ")
                    .append(quoted("mailslot " + before[0]))
                    .append(")\n");
        }

        String shown = run(script.toString(), "fish", "--no-config");

        List<String> proposed =
                shown.lines().map(line -> line.replace('\t', ' ')).toList();
        assertThat(proposed).as(shown).hasSize(TYPED.size());
        assertThat(proposed.get(0))
                .startsWith("send ")
                .contains("Send a message")
                .doesNotContain("receive");
        assertThat(proposed)
                .contains("orders", "two words", "shop/orders", "it's", "a:b=c", "elsewhere", "usage-count");
        assertThat(proposed).anyMatch(line -> line.startsWith("mutex")).anyMatch(line -> line.startsWith("--wide "));
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    /** What a program prints that is given this to read, in the folder of this test. */
    private static String run(String input, String... words) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "shown", "");
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("MAILSLOT_HOME", folder.resolve("home").toString());
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("TERM", "xterm");
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        try (OutputStream stream = process.getOutputStream()) {
            stream.write(input.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .as("%s ends", words[0])
                .isTrue();
        return Files.readString(output);
    }
}
