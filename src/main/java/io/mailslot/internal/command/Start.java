package io.mailslot.internal.command;

import java.util.List;

/**
 * How a program is started.
 *
 * @param classPath empty for none
 * @param words behind the options of the JVM: of the last one on they are the program's
 */
record Start(String classPath, List<String> words) {
    static Start of(String classPath, String... words) {
        return new Start(classPath, List.of(words));
    }
}
