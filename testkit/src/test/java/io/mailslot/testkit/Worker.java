package io.mailslot.testkit;

import io.mailslot.Kernel;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/** An application as a test finds it: it knows nothing of the kit. */
final class Worker {
    private static int committed;

    private Worker() {}

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "commit" -> {
                for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
                    commit(i);
                }
            }
            case "print" -> print(Integer.parseInt(arguments[1]));
            case "serve" -> {
                System.out.println("listening on 4711");
                new CountDownLatch(1).await();
            }
            case "port" -> {
                try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                    System.out.println("port " + socket.getLocalPort());
                    socket.accept();
                    new CountDownLatch(1).await();
                }
            }
            case "echo" -> System.out.println("read: " + new String(System.in.readAllBytes(), StandardCharsets.UTF_8));
            case "write" -> {
                try (Kernel kernel = Kernel.attach()) {
                    kernel.sender(Integer.parseInt(arguments[1])).write("by number");
                    kernel.synchronization()
                            .event(Integer.parseInt(arguments[2].replace("--done=", "")))
                            .set();
                }
            }
            case "fail" -> throw new IllegalStateException("the worker's own reason");
            case "exit" -> System.exit(Integer.parseInt(arguments[1]));
            case "leave" -> {
                Process left = new ProcessBuilder("sleep", "4713").inheritIO().start();
                System.out.println("left " + left.pid());
            }
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    static int committed() {
        return committed;
    }

    static int commit(int number) {
        if (number == 4) {
            throw new IllegalStateException("no fifth commit");
        }
        committed++;
        System.out.println("committed " + number);
        return number;
    }

    private static void print(int megabytes) {
        String line = "x".repeat(1023);
        for (int i = 0; i < megabytes * 1024; i++) {
            System.out.println(line);
            System.err.println(line);
        }
    }
}
