package io.mailslot.launcher.parse;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Writes down what the parser needs of a command line whose annotations were read. */
public final class FormWriter {
    private final CommandSpec command;
    private final List<Form> forms = new ArrayList<>();

    private FormWriter(CommandSpec command) {
        this.command = command;
    }

    /**
     * Writes down the tool and its commands, but for those that have more than a form carries.
     *
     * @param whole the command line
     * @return the content of the file that {@link Parser} reads
     */
    public static String write(CommandLine whole) {
        List<CommandLine> commands = new ArrayList<>(List.of(whole));
        commands.addAll(whole.getSubcommands().values());
        StringBuilder text = new StringBuilder();
        for (CommandLine each : commands) {
            new FormWriter(each.getCommandSpec()).forms().ifPresent(forms -> {
                text.append(Parser.heading(each.getCommandName())).append('\n');
                forms.forEach(form -> text.append(form.line()).append('\n'));
            });
        }
        return text.append(Parser.heading("")).append('\n').toString();
    }

    /** Empty if there is something that a form cannot tell. */
    private Optional<List<Form>> forms() {
        boolean plain = command.argGroups().isEmpty()
                && command.args().stream().filter(each -> !isOfPicocli(each)).allMatch(FormWriter::isPlain);
        if (!plain) {
            return Optional.empty();
        }
        fields(command.userObject(), List.of());
        return Optional.of(forms);
    }

    /** Options for help and the version, and what comes from the command above. */
    private static boolean isOfPicocli(ArgSpec argument) {
        return argument instanceof OptionSpec option
                && (option.inherited() || option.usageHelp() || option.versionHelp());
    }

    private static boolean isPlain(ArgSpec argument) {
        return argument.userObject() instanceof Field
                && !argument.isMultiValue()
                && !argument.interactive()
                && argument.splitRegex().isEmpty()
                && argument.converters().length <= 1
                && !(argument instanceof OptionSpec option && option.negatable())
                && !blank(argument.defaultValue())
                && !blank(argument instanceof OptionSpec option ? option.fallbackValue() : "");
    }

    private static boolean blank(String value) {
        return value != null && value.indexOf(' ') >= 0;
    }

    private void fields(Object owner, List<String> path) {
        for (Class<?> type = owner.getClass(); type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                List<String> there = new ArrayList<>(path);
                there.add(Form.name(field, owner.getClass()));
                if (field.isAnnotationPresent(ParentCommand.class)) {
                    forms.add(Form.filled(Form.Kind.PARENT, there));
                } else if (field.isAnnotationPresent(Spec.class)) {
                    forms.add(Form.filled(Form.Kind.SPEC, there));
                } else if (field.isAnnotationPresent(Mixin.class)) {
                    forms.add(Form.filled(Form.Kind.MIXIN, there));
                    fields(Binding.value(field, owner), there);
                } else {
                    argument(field).ifPresent(each -> forms.add(form(each, there)));
                }
            }
        }
    }

    private Optional<ArgSpec> argument(Field field) {
        return command.args().stream()
                .filter(each -> !isOfPicocli(each) && field.equals(each.userObject()))
                .findFirst();
    }

    private static Form form(ArgSpec argument, List<String> field) {
        OptionSpec option = argument instanceof OptionSpec given ? given : null;
        String index = option == null ? ((PositionalParamSpec) argument).index().toString() : "";
        return new Form(
                option == null ? Form.Kind.PARAMETER : Form.Kind.OPTION,
                field,
                option == null ? List.of(index) : List.of(option.names()),
                argument.arity().toString(),
                argument.paramLabel(),
                argument.required(),
                argument.scopeType() == ScopeType.INHERIT,
                List.of(
                        argument.converters().length == 0 ? "" : helper(argument.converters()[0]),
                        helper(argument.preprocessor()),
                        helper(argument.parameterConsumer())),
                List.of(text(option == null ? null : option.fallbackValue()), text(argument.defaultValue())));
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }

    /** The class of what helps; those of picocli do nothing. */
    private static String helper(Object helper) {
        String name = helper == null ? "" : helper.getClass().getName();
        return name.startsWith("picocli.") ? "" : name;
    }
}
