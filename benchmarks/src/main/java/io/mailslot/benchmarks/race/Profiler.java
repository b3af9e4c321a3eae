package io.mailslot.benchmarks.race;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Has all sides of one run recorded, and tells what those of each role did. */
final class Profiler {
    private final Path folder;
    private final String run;

    /** @param run what its recordings are called, to begin with */
    Profiler(Path folder, String run) throws IOException {
        this.folder = Files.createDirectories(folder.toAbsolutePath());
        this.run = run;
        for (Path former : recordings()) {
            Files.delete(former);
        }
    }

    /** What its JVMs are told. */
    List<String> jvmOptions(Path scratch) throws IOException {
        return Profiling.jvmOptions(folder.resolve(run), scratch);
    }

    /** A text for each role, which is kept beside the recordings. */
    String text(Duration measured) throws IOException {
        Map<String, Profile> roles = new TreeMap<>();
        for (Path recording : recordings()) {
            String role = recording.getFileName().toString().substring(run.length());
            roles.computeIfAbsent(role.substring(0, role.lastIndexOf('-')), any -> new Profile())
                    .add(recording, measured);
        }
        StringBuilder text = new StringBuilder();
        roles.forEach((role, profile) -> text.append(profile.text(run + role)));
        Files.writeString(folder.resolve(run + "profile.txt"), text);
        return text.toString();
    }

    private List<Path> recordings() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> {
                        String name = file.getFileName().toString();
                        return name.startsWith(run) && name.endsWith(Profile.SUFFIX);
                    })
                    .sorted()
                    .toList();
        }
    }
}
