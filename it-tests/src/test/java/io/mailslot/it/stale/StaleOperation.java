package io.mailslot.it.stale;

import io.mailslot.Kernel;
import io.mailslot.api.KernelHandle;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What can be done with a handle while somebody closes it.
 *
 * @param name the method, as {@link StaleMethods} writes it, and after {@code of} which object, if there are several
 * @param on what it is done with
 * @param refusals codes that the work may end with, besides 6
 * @param placeless why no place is between a check and a change; empty where there is one
 * @param work what is done
 */
record StaleOperation(
        String name, StaleType on, Set<Integer> refusals, Optional<String> placeless, StaleOperation.Work work) {
    private static final String VARIANT = " of ";

    /** On the handle of an object. */
    @FunctionalInterface
    interface Work {
        void on(Kernel kernel, KernelHandle handle) throws Exception;
    }

    /** A failure of which only the code is known. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        final int code;

        Refused(int code) {
            super("error " + code);
            this.code = code;
        }
    }

    static StaleOperation of(String name, StaleType on, Work work) {
        return new StaleOperation(name, on, Set.of(), Optional.empty(), work);
    }

    /** The same, which may be refused also with that code. */
    StaleOperation orRefused(int code) {
        Set<Integer> more = new HashSet<>(refusals);
        more.add(code);
        return new StaleOperation(name, on, more, placeless, work);
    }

    /** The same, which comes to no place at which it could be late. */
    StaleOperation without(String reason) {
        return new StaleOperation(name, on, refusals, Optional.of(reason), work);
    }

    /** The method. */
    String method() {
        int variant = name.indexOf(VARIANT);
        return variant < 0 ? name : name.substring(0, variant);
    }

    /** Whether it looks at the number only, which may be another object's by now; else it knows which object it means. */
    boolean isByNumber() {
        return Stream.of("Kernel.", "Synchronization.", "FileObjects.", "Win32.")
                .anyMatch(name::startsWith);
    }

    static List<StaleOperation> all() {
        return Stream.of(StaleJavaCalls.all(), StaleNumberCalls.all(), StaleFacadeCalls.all())
                .flatMap(List::stream)
                .toList();
    }
}
