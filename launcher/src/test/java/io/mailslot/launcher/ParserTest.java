package io.mailslot.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.launcher.parse.Parser;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What the build writes down of the commands parses as their annotations do. */
class ParserTest {
    private static final CommandLine WHOLE = Main.described();

    static List<String> commands() {
        return Commands.NAMES;
    }

    @ParameterizedTest
    @MethodSource("commands")
    void shouldParseAsTheAnnotationsDo(String name) {
        CommandLine plain = Parser.of(WHOLE.getCommand(), Main.NAME, Commands.create(name), name);

        if (plain != null) {
            CommandLine command = WHOLE.getSubcommands().get(name);
            assertThat(plain.getCommandName()).isEqualTo(Main.NAME);
            assertThat(arguments(plain.getSubcommands().get(name).getCommandSpec()))
                    .containsExactlyInAnyOrderElementsOf(arguments(command.getCommandSpec()));
            assertThat(arguments(plain.getCommandSpec()))
                    .containsExactlyInAnyOrderElementsOf(arguments(WHOLE.getCommandSpec()));
        }
    }

    /** All that counts for parsing, but for help, which the other description gives. */
    private static List<String> arguments(CommandSpec command) {
        List<String> told = new ArrayList<>();
        for (ArgSpec each : command.args()) {
            if (each instanceof OptionSpec option && (option.usageHelp() || option.versionHelp())) {
                continue;
            }
            String which = each instanceof OptionSpec option
                    ? Arrays.toString(option.names()) + option.fallbackValue()
                    : ((PositionalParamSpec) each).index().toString();
            told.add(String.join(
                    " ",
                    which,
                    each.arity().toString(),
                    each.typeInfo().getType().getName(),
                    each.paramLabel(),
                    String.valueOf(each.required()),
                    each.scopeType().name(),
                    String.valueOf(each.defaultValue()),
                    String.valueOf(each.initialValue()),
                    each.preprocessor().getClass().getName(),
                    String.valueOf(
                            each.parameterConsumer() == null
                                    ? null
                                    : each.parameterConsumer().getClass()),
                    Arrays.toString(Arrays.stream(each.converters())
                            .map(Object::getClass)
                            .toArray())));
        }
        return told;
    }

    @Test
    void shouldSpareTheAnnotationsWhereTheyWouldTakeLongest() {
        for (String name : List.of("ls", "ps", "handles", "objects", "info", "why", "send")) {
            assertThat(Parser.of(WHOLE.getCommand(), Main.NAME, Commands.create(name), name))
                    .as(name)
                    .isNotNull();
        }
    }
}
