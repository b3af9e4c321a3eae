package io.mailslot.launcher.parse;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ScopeType;

/** Command lines that parse as those whose annotations were read, and can tell nothing about themselves. */
public final class Parser {
    /** Where the build writes it, beside this class. */
    public static final String FILE = "forms.txt";

    private Parser() {}

    static String heading(String name) {
        return "= " + name;
    }

    /**
     * A command line of one command.
     *
     * @param tool the object of the tool itself
     * @param toolName how it is called
     * @param command the object of the command
     * @param name how that is called
     * @return null if it is not written down: the annotations tell all
     */
    public static CommandLine of(Object tool, String toolName, Object command, String name) {
        String text = text();
        CommandSpec whole = spec(text, toolName, tool, null);
        CommandSpec one = whole == null ? null : spec(text, name, command, tool);
        return one == null ? null : new CommandLine(whole.addSubcommand(name, one));
    }

    /**
     * Prepares a command that is given no options, without a parser; its description is left out.
     *
     * @param command the object of the command
     * @param name how it is called
     * @param parameters what it is given
     * @param tool the object of the tool itself
     * @return false if it is not written down, or something else has to be given, or to be set
     */
    public static boolean prepare(Object command, String name, List<String> parameters, Object tool) {
        List<Form> forms = forms(text(), name);
        for (Form form : forms) {
            boolean given = form.kind() == Form.Kind.PARAMETER && index(form) < parameters.size();
            boolean argument = form.kind() == Form.Kind.PARAMETER || form.kind() == Form.Kind.OPTION;
            if (argument && (form.required() && !given || value(form, Form.DEFAULT) != null)) {
                return false;
            }
        }
        for (Form form : forms) {
            if (form.kind() == Form.Kind.PARENT || form.kind() == Form.Kind.MIXIN) {
                add(form, null, command, tool);
            } else if (form.kind() == Form.Kind.PARAMETER && index(form) < parameters.size()) {
                Binding.put(Form.field(form.field().get(0), command), command, parameters.get(index(form)));
            }
        }
        return !forms.isEmpty();
    }

    private static int index(Form parameter) {
        return Integer.parseInt(parameter.names().get(0));
    }

    private static String text() {
        try (InputStream stream = Parser.class.getResourceAsStream(FILE)) {
            return stream == null ? "" : new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            return "";
        }
    }

    /** What is written down of a command; nothing of one that is not. */
    private static List<Form> forms(String text, String name) {
        List<Form> forms = new ArrayList<>();
        String heading = heading(name) + "\n";
        int at = text.indexOf(heading);
        if (at >= 0) {
            int end = text.indexOf(heading(""), at + heading.length());
            for (String line : text.substring(at + heading.length(), end).split("\n")) {
                forms.add(Form.of(line));
            }
        }
        return forms;
    }

    private static CommandSpec spec(String text, String name, Object object, Object parent) {
        List<Form> forms = forms(text, name);
        if (forms.isEmpty()) {
            return null;
        }
        CommandSpec spec = CommandSpec.wrapWithoutInspection(object).name(name);
        for (Form form : forms) {
            add(form, spec, object, parent);
        }
        return spec;
    }

    private static void add(Form form, CommandSpec spec, Object object, Object parent) {
        Object owner = object;
        List<String> path = form.field();
        for (String step : path.subList(0, path.size() - 1)) {
            owner = Binding.value(Form.field(step, owner), owner);
        }
        Field field = Form.field(path.get(path.size() - 1), owner);
        switch (form.kind()) {
            case PARENT -> Binding.put(field, owner, parent);
            case SPEC -> Binding.put(field, owner, spec);
            case MIXIN -> Binding.put(field, owner, Binding.made(field.getType()));
            case OPTION -> spec.addOption(option(form, new Binding(field, owner)));
            case PARAMETER -> spec.addPositional(parameter(form, new Binding(field, owner)));
        }
    }

    private static OptionSpec option(Form form, Binding binding) {
        OptionSpec.Builder builder = OptionSpec.builder(form.names().toArray(String[]::new))
                .type(binding.field().getType())
                .arity(form.arity())
                .paramLabel(form.label())
                .required(form.required())
                .scopeType(form.scope() ? ScopeType.INHERIT : ScopeType.LOCAL)
                .getter(binding)
                .setter(binding)
                .initialValue(binding.get())
                .converters(converters(form))
                .parameterConsumer((IParameterConsumer) helper(form.helpers().get(Form.CONSUMER)))
                .defaultValue(value(form, Form.DEFAULT));
        Object preprocessor = helper(form.helpers().get(Form.PREPROCESSOR));
        if (preprocessor != null) {
            builder.preprocessor((IParameterPreprocessor) preprocessor);
        }
        String fallback = value(form, Form.FALLBACK);
        return (fallback == null ? builder : builder.fallbackValue(fallback)).build();
    }

    private static PositionalParamSpec parameter(Form form, Binding binding) {
        PositionalParamSpec.Builder builder = PositionalParamSpec.builder()
                .index(form.names().get(0))
                .type(binding.field().getType())
                .arity(form.arity())
                .paramLabel(form.label())
                .required(form.required())
                .getter(binding)
                .setter(binding)
                .initialValue(binding.get())
                .converters(converters(form))
                .parameterConsumer((IParameterConsumer) helper(form.helpers().get(Form.CONSUMER)))
                .defaultValue(value(form, Form.DEFAULT));
        Object preprocessor = helper(form.helpers().get(Form.PREPROCESSOR));
        return (preprocessor == null ? builder : builder.preprocessor((IParameterPreprocessor) preprocessor)).build();
    }

    private static ITypeConverter<?>[] converters(Form form) {
        Object converter = helper(form.helpers().get(Form.CONVERTER));
        return converter == null ? new ITypeConverter<?>[0] : new ITypeConverter<?>[] {(ITypeConverter<?>) converter};
    }

    private static String value(Form form, int which) {
        String value = form.otherwise().get(which);
        return value.isEmpty() ? null : value;
    }

    private static Object helper(String name) {
        try {
            return name.isEmpty() ? null : Binding.made(Class.forName(name));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
