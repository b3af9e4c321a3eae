package io.mailslot.it.command;

import io.mailslot.JavaCommand;
import io.mailslot.Kernel;
import io.mailslot.api.ChildProcess;
import io.mailslot.api.Inheritance;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A parent that starts a child by {@link JavaCommand} as anybody would, and says on standard output what came of it; and that
 * child: {@code parent hang|print|read}, {@code late FOLDER FILE}, {@code words}.
 */
final class Launching {
    private static final int MEBIBYTES = 10;

    private Launching() {}

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "parent" -> parent(arguments[1]);
            case "late" -> late(Path.of(arguments[1]), arguments[2]);
            case "words" ->
                JavaCommand.of(Launching.class).toProcessBuilder().command().forEach(System.out::println);
            case "child" -> child(arguments);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void parent(String what) throws IOException {
        try (Kernel kernel = Kernel.attach();
                ChildProcess child = kernel.createProcess(
                        JavaCommand.of(Launching.class).withArguments("child", what), Inheritance.none())) {
            System.out.println(what.equals("hang") ? child.processId() : child.waitFor());
            System.out.println(new String(System.in.readAllBytes(), StandardCharsets.US_ASCII));
        }
    }

    /** With a class path that fits no command line, and a JDK whose start takes as long as it takes. */
    private static void late(Path home, String file) {
        List<Path> classPath = new ArrayList<>(
                Arrays.stream(System.getProperty("java.class.path").split(":"))
                        .map(Path::of)
                        .toList());
        for (int i = 0; i < 2_000; i++) {
            classPath.add(Path.of("/nowhere/" + "x".repeat(100) + i + ".jar"));
        }
        try (Kernel kernel = Kernel.attach()) {
            kernel.createProcess(
                    JavaCommand.of(Launching.class)
                            .withClassPath(classPath.toArray(Path[]::new))
                            .withJavaHome(home)
                            .withArguments("child", "write", file),
                    Inheritance.none());
        }
        System.out.println("started");
    }

    private static void child(String[] arguments) throws Exception {
        switch (arguments[1]) {
            case "hang" -> Thread.currentThread().join();
            case "print" -> {
                for (int i = 0; i < MEBIBYTES * 512; i++) {
                    System.out.println("x".repeat(1023));
                    System.err.println("y".repeat(1023));
                }
            }
            case "read" -> System.exit(System.in.read());
            default -> {
                try (Kernel kernel = Kernel.attach()) {
                    Files.writeString(Path.of(arguments[2]), "pid " + kernel.processId());
                }
            }
        }
    }
}
