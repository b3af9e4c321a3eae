package io.mailslot.benchmarks.race;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Where figures come from. */
final class Machine {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    private Machine() {}

    static Map<String, Object> describe() throws IOException {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("processor", cpuInfo("model name"));
        machine.put("cores", Runtime.getRuntime().availableProcessors());
        machine.put("virtual", cpuInfo("flags").contains("hypervisor"));
        machine.put("memoryMebibytes", memoryMebibytes());
        machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        machine.put("jdk", System.getProperty("java.vm.vendor") + " " + System.getProperty("java.runtime.version"));
        machine.put("date", LocalDate.now(ZoneOffset.UTC).toString());
        return machine;
    }

    static String markdown() throws IOException {
        Map<String, Object> machine = describe();
        return String.format(
                Locale.ROOT,
                "Measured on %s: %s, %s processors%s, %s MiB of memory, %s, JDK %s.%n",
                machine.get("date"),
                machine.get("processor"),
                machine.get("cores"),
                machine.get("virtual").equals(true) ? " of a virtual machine" : "",
                machine.get("memoryMebibytes"),
                machine.get("system"),
                machine.get("jdk"));
    }

    private static String cpuInfo(String key) throws IOException {
        return value(PROCESSORS, key, System.getProperty("os.arch"));
    }

    private static long memoryMebibytes() throws IOException {
        String total = value(Path.of("/proc/meminfo"), "MemTotal", "0 kB");
        return Long.parseLong(total.split(" ")[0]) >> 10;
    }

    private static String value(Path file, String key, String absent) throws IOException {
        List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
        return lines.stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(absent);
    }
}
