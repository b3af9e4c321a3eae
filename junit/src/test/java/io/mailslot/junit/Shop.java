package io.mailslot.junit;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/** An application that knows nothing of tests. */
final class Shop {
    private Shop() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        switch (arguments[0]) {
            case "fail" -> System.exit(3);
            case "leave" -> new ProcessBuilder("sleep", "4716").inheritIO().start();
            default -> {
                System.out.println("open at " + arguments[0]);
                new CountDownLatch(1).await();
            }
        }
    }
}
