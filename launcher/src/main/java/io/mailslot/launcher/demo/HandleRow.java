package io.mailslot.launcher.demo;

import io.mailslot.api.AccessRight;
import io.mailslot.api.HandleInfo;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** One line of a handle table, as a process reports it and as the transcript draws it. */
record HandleRow(int handle, String object, String type, String access, String flags, int usageCount) {
    static final List<String> HEADINGS = List.of("handle", "object", "type", "access", "flags", "usage count");

    /** Windows has a short name for these together, which keeps the drawing narrow. */
    private static final Set<AccessRight> PROCESS_ALL_ACCESS = Set.of(
            AccessRight.SYNCHRONIZE,
            AccessRight.TERMINATE,
            AccessRight.DUPLICATE_HANDLE,
            AccessRight.CREATE_PROCESS,
            AccessRight.QUERY_INFORMATION);

    static HandleRow of(HandleInfo info) {
        return new HandleRow(
                info.handle(),
                info.address(),
                info.type().name(),
                info.access().equals(PROCESS_ALL_ACCESS) ? "PROCESS_ALL_ACCESS" : names(info.access()),
                names(info.flags()),
                info.usageCount());
    }

    /** The inverse of {@link #cells()}. */
    static HandleRow parse(List<String> cells) {
        if (cells.size() != HEADINGS.size()) {
            throw new SceneFailure("a handle table row has " + cells.size() + " cells, expected " + HEADINGS.size());
        }
        return new HandleRow(
                Integer.parseInt(cells.get(0)),
                cells.get(1),
                cells.get(2),
                cells.get(3),
                cells.get(4),
                Integer.parseInt(cells.get(5)));
    }

    List<String> cells() {
        return List.of(String.valueOf(handle), object, type, access, flags, String.valueOf(usageCount));
    }

    private static String names(Set<? extends Enum<?>> values) {
        String names = values.stream().sorted().map(Enum::name).collect(Collectors.joining(" "));
        return names.isEmpty() ? "-" : names;
    }
}
