package io.mailslot.testkit;

import io.mailslot.api.Inheritance;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a child does to start a child of its own for the test. The environment is its own, but for what was said of the new one's.
 *
 * @param words the command
 * @param environment what differs from the starting child's
 * @param directory where it works; null for where the starting child does
 * @param input what its standard input comes from
 * @param output where its standard output goes
 * @param errors where its standard error goes
 * @param plain whether it is started without the starting child's kernel
 * @param everyHandle whether it inherits all handles that it may
 * @param handles which ones it inherits else
 */
record StartElsewhere(
        ArrayList<String> words,
        HashMap<String, String> environment,
        @Nullable File directory,
        File input,
        File output,
        File errors,
        boolean plain,
        boolean everyHandle,
        ArrayList<Integer> handles)
        implements ChildCall<Long> {
    /** Those that this JVM has started. */
    private static final Map<Long, Process> STARTED = new ConcurrentHashMap<>();

    static StartElsewhere of(
            ProcessBuilder builder, Map<String, String> environment, boolean plain, Inheritance which) {
        return new StartElsewhere(
                new ArrayList<>(builder.command()),
                new HashMap<>(environment),
                builder.directory(),
                builder.redirectInput().file(),
                builder.redirectOutput().file(),
                builder.redirectError().file(),
                plain,
                which.everyOne(),
                new ArrayList<>(which.handles()));
    }

    @Override
    public Long call(ChildContext child) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.copyOf(words))
                .directory(directory)
                .redirectInput(input)
                .redirectOutput(output)
                .redirectError(errors);
        builder.environment().putAll(environment);
        Process process = plain
                ? builder.start()
                : child.kernel().createProcess(builder, inheritance()).process();
        STARTED.put(process.pid(), process);
        return process.pid();
    }

    private Inheritance inheritance() {
        return everyHandle
                ? Inheritance.all()
                : Inheritance.only(handles.stream().mapToInt(Integer::intValue).toArray());
    }

    /**
     * What it does to tell how that child ends.
     *
     * @param pid the process
     */
    record End(long pid) implements ChildCall<Integer> {
        @Override
        public Integer call(ChildContext child) throws InterruptedException {
            return STARTED.get(pid).waitFor();
        }
    }
}
