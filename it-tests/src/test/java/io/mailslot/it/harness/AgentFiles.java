package io.mailslot.it.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.FileDisposition;
import io.mailslot.api.FileObject;
import io.mailslot.api.FileOpenOptions;
import io.mailslot.api.FileShare;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The commands of an {@link Agent} that work on ordinary files. FLAGS are any of {@code readonly}, {@code hidden},
 * {@code delete} and {@code inherit}, with commas between them, as in the other lists.
 */
final class AgentFiles {
    private final Kernel kernel;

    AgentFiles(Kernel kernel) {
        this.kernel = kernel;
    }

    Map<String, ?> execute(String command, List<String> arguments) {
        if (command.equals("fopen")) {
            return open(arguments);
        }
        FileObject file = kernel.files().file(Integer.parseInt(arguments.get(0)));
        return switch (command) {
            case "fread" -> read(file, Integer.parseInt(arguments.get(1)));
            case "fwrite" ->
                Map.of("size", file.write(ByteBuffer.wrap(arguments.get(1).getBytes(UTF_8))));
            case "frecords" -> records(file, arguments.get(1), Integer.parseInt(arguments.get(2)));
            case "fconsume" -> consume(file, Integer.parseInt(arguments.get(1)));
            case "fseek" -> seek(file, Long.parseLong(arguments.get(1)));
            case "fstat" -> Map.of("position", file.position(), "size", file.size(), "path", file.path());
            default -> throw new IllegalArgumentException("no such command: " + command);
        };
    }

    private Map<String, ?> open(List<String> arguments) {
        Set<String> flags = arguments.size() > 4 ? set(arguments.get(4), flag -> flag) : Set.of();
        FileObject file = kernel.files()
                .open(
                        arguments.get(0),
                        FileOpenOptions.defaults()
                                .withAccess(set(arguments.get(1), AccessRight::valueOf))
                                .withShare(set(arguments.get(2), FileShare::valueOf))
                                .withDisposition(FileDisposition.valueOf(arguments.get(3)))
                                .withReadOnly(flags.contains("readonly"))
                                .withHidden(flags.contains("hidden"))
                                .withDeleteOnClose(flags.contains("delete"))
                                .withInheritable(flags.contains("inherit")));
        return Map.of("handle", file.handle(), "existed", file.existed());
    }

    private static Map<String, ?> read(FileObject file, int count) {
        ByteBuffer target = ByteBuffer.allocate(count);
        int size = file.read(target);
        return Map.of("size", size, "text", new String(target.array(), 0, size, UTF_8));
    }

    /** Writes numbered records of eight characters. */
    private static Map<String, ?> records(FileObject file, String writer, int count) {
        for (int i = 0; i < count; i++) {
            file.write(ByteBuffer.wrap(
                    String.format(Locale.ROOT, "%s%06d;", writer, i).getBytes(UTF_8)));
        }
        return Map.of();
    }

    /** Reads piece by piece to the end. */
    private static Map<String, ?> consume(FileObject file, int piece) {
        StringBuilder text = new StringBuilder();
        ByteBuffer target = ByteBuffer.allocate(piece);
        while (file.read(target) > 0) {
            text.append(new String(target.array(), 0, target.position(), UTF_8));
            target.clear();
        }
        return Map.of("text", text);
    }

    private static Map<String, ?> seek(FileObject file, long position) {
        file.seek(position);
        return Map.of();
    }

    private static <T> Set<T> set(String list, Function<String, T> parser) {
        return list.isEmpty()
                ? Set.of()
                : Arrays.stream(list.split(",")).map(parser).collect(Collectors.toSet());
    }
}
