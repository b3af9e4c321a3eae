package io.mailslot.launcher.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where figures come from.
 *
 * @param processor its name; empty if the system does not tell
 * @param cores that this JVM may use
 * @param loadAverage how many threads of all processes wanted a core in the last minute, on average; negative if that is not known
 * @param system with its version
 * @param jdk with its version
 * @param fileSystem on which the home is
 * @param totalBytes of that
 * @param freeBytes of that
 */
record Machine(
        String processor,
        int cores,
        double loadAverage,
        String system,
        String jdk,
        String fileSystem,
        long totalBytes,
        long freeBytes) {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final int MEBI_SHIFT = 20;

    /** @param folder where the home will be */
    static Machine of(Path folder) throws IOException {
        FileStore store = Files.getFileStore(folder);
        return new Machine(
                processorName(),
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                System.getProperty("java.vm.vendor") + " " + System.getProperty("java.runtime.version"),
                store.type(),
                store.getTotalSpace(),
                store.getUsableSpace());
    }

    private static String processorName() throws IOException {
        List<String> lines = Files.isReadable(PROCESSORS) ? Files.readAllLines(PROCESSORS) : List.of();
        return lines.stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("");
    }

    String hardware() {
        return (processor.isEmpty() ? "" : processor + ", ")
                + cores
                + (cores == 1 ? " core" : " cores")
                + (loadAverage < 0 ? "" : ", load average before it began " + Figures.amount(loadAverage));
    }

    String software() {
        return system + ", JDK " + jdk;
    }

    String room(Path home) {
        return home.getParent() + " (" + fileSystem + ") has " + mebibytes(freeBytes) + " of " + mebibytes(totalBytes)
                + " free";
    }

    static String mebibytes(long bytes) {
        return (bytes >> MEBI_SHIFT) + " MiB";
    }

    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("processor", processor);
        fields.put("cores", cores);
        fields.put("loadAverage", loadAverage);
        fields.put("system", system);
        fields.put("jdk", jdk);
        fields.put("fileSystem", fileSystem);
        fields.put("totalBytes", totalBytes);
        fields.put("freeBytes", freeBytes);
        return fields;
    }
}
