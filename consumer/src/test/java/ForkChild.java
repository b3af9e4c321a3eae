import java.nio.file.Files;
import java.nio.file.Path;

/** A child of a test: hangs, prints 10 MB, reads a byte, or leaves a process behind. */
class ForkChild {
    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "print" -> {
                String line = "x".repeat(1023);
                for (int i = 0; i < 5 << 10; i++) {
                    System.out.println(line);
                    System.err.println(line);
                }
            }
            case "read" -> System.exit(System.in.read());
            case "leak" -> {
                Process sleeper = new ProcessBuilder("sleep", "600").inheritIO().start();
                Files.writeString(Path.of("target", "leaked.pid"), Long.toString(sleeper.pid()));
            }
            default -> Thread.sleep(600_000);
        }
    }
}
