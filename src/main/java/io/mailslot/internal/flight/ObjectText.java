package io.mailslot.internal.flight;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Identities of objects as the command line prints and takes them. */
final class ObjectText {
    private ObjectText() {}

    static String of(long... objectIds) {
        return Arrays.stream(objectIds)
                .mapToObj(id -> "0x" + Long.toHexString(id))
                .collect(Collectors.joining(" "));
    }
}
