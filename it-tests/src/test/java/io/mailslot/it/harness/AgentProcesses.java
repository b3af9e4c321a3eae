package io.mailslot.it.harness;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.ObjectOpenOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** The commands of an {@link Agent} that reach into other processes. */
final class AgentProcesses {
    static final Set<String> COMMANDS = Set.of("openprocess", "duplicate", "closein", "exitcode", "terminate");

    private final Kernel kernel;

    AgentProcesses(Kernel kernel) {
        this.kernel = kernel;
    }

    Map<String, ?> execute(String command, List<String> arguments) {
        return switch (command) {
            case "openprocess" ->
                Map.of(
                        "handle",
                        kernel.openProcess(
                                        Long.parseLong(arguments.get(0)),
                                        ObjectOpenOptions.defaults()
                                                .withAccess(rights(arguments.get(1)))
                                                .withInheritable(Boolean.parseBoolean(arguments.get(2))))
                                .handle());
            case "duplicate" -> duplicate(arguments);
            case "closein" -> {
                kernel.closeHandleIn(number(arguments, 0), number(arguments, 1));
                yield Map.of();
            }
            case "exitcode" -> exitCode(number(arguments, 0));
            case "terminate" -> {
                kernel.process(number(arguments, 0)).terminate(number(arguments, 1));
                yield Map.of();
            }
            default -> throw new IllegalArgumentException("no such command: " + command);
        };
    }

    private static int number(List<String> arguments, int index) {
        return Integer.parseInt(arguments.get(index));
    }

    private static Set<AccessRight> rights(String list) {
        return list.isEmpty()
                ? Set.of()
                : Arrays.stream(list.split(",")).map(AccessRight::valueOf).collect(Collectors.toSet());
    }

    private Map<String, ?> duplicate(List<String> arguments) {
        DuplicateOptions options = DuplicateOptions.defaults()
                .withInheritable(Boolean.parseBoolean(arguments.get(4)))
                .withCloseSource(Boolean.parseBoolean(arguments.get(5)))
                .withSameAttributes(Boolean.parseBoolean(arguments.get(6)));
        String access = arguments.get(3);
        return Map.of(
                "handle",
                kernel.duplicate(
                        number(arguments, 0),
                        number(arguments, 1),
                        number(arguments, 2),
                        access.equals("same") ? options : options.withAccess(rights(access))));
    }

    private Map<String, ?> exitCode(int handle) {
        OptionalInt code = kernel.process(handle).exitCode();
        return Map.of("exit", code.isPresent() ? code.getAsInt() : "running");
    }
}
