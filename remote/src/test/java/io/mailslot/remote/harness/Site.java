package io.mailslot.remote.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The machines of one domain. They go with the test, and so do their files. */
public final class Site implements AutoCloseable {
    /** The domain's name. */
    public static final String DOMAIN = "shop";

    private final Path folder;
    private final Path homes;
    private final String servers;
    private final List<Machine> machines = new ArrayList<>();

    private Site(String servers, Path memory) {
        try {
            this.folder = Files.createTempDirectory(Files.createDirectories(Path.of("target", "sites")), "site-");
            this.homes = Files.createTempDirectory(memory, "mailslot-site-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.servers = servers;
    }

    /** One whose homes are in memory, as homes are if nothing else is said. */
    public static Site of(String servers) {
        Path memory = Path.of("/dev/shm");
        return new Site(servers, Files.isWritable(memory) ? memory : Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** One whose homes are on a disk, where durable mailslots stay when the machine is booted. */
    public static Site onDisk(String servers) {
        return new Site(servers, Path.of("target").toAbsolutePath());
    }

    /** A further machine, which may send everything to everybody and takes everything, and whose bridge is not started. */
    public Machine machine(String name) {
        return machine(name, List.of());
    }

    /**
     * The same, somewhere else.
     *
     * @param entrance words of a command that starts programs there
     */
    public Machine machine(String name, List<String> entrance) {
        try {
            Machine machine = new Machine(name, folder.resolve(name), homes.resolve(name), entrance)
                    .with("domain", DOMAIN)
                    .with("servers", servers)
                    .with("tls", "off")
                    .with("send", "*/*")
                    .with("accept", "*/*");
            machines.add(machine);
            return machine;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return a folder for files of the test} */
    public Path folder() {
        return folder;
    }

    /** {@return what the bridges of the machines have counted} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        machines.forEach(
                machine -> text.append('\n').append(machine.name()).append(": ").append(machine.counts()));
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        try {
            for (Machine machine : machines) {
                machine.close();
            }
        } finally {
            delete(homes);
            delete(folder);
        }
    }

    private static void delete(Path root) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(root)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}
