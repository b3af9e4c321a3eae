package io.mailslot.it.lock;

import io.mailslot.Kernel;
import io.mailslot.api.EventOptions;
import io.mailslot.api.MailslotException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * A JVM whose threads all change the control plane at once when told so, and that prints for each with which code and
 * after how many milliseconds its call came back, and what was said.
 */
final class Callers {
    private Callers() {}

    public static void main(String[] arguments) throws IOException {
        try (Kernel kernel = Kernel.attach()) {
            kernel.synchronization().createEvent(EventOptions.defaults()); // loads what the calls need
            System.out.println("ready");
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII)).readLine();
            int count = Integer.parseInt(arguments[0]);
            CountDownLatch together = new CountDownLatch(count);
            IntStream.range(0, count)
                    .mapToObj(i -> new Thread(() -> call(kernel, together)))
                    .toList()
                    .forEach(Thread::start);
            System.in.read();
        }
    }

    private static void call(Kernel kernel, CountDownLatch together) {
        together.countDown();
        try {
            together.await();
        } catch (InterruptedException e) {
            return;
        }
        long start = System.nanoTime();
        int code = 0;
        String message = "";
        try {
            kernel.synchronization().createEvent(EventOptions.defaults());
        } catch (MailslotException e) {
            code = e.errorCode().value();
            message = e.getMessage();
        }
        System.out.println(code + " " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) + " " + message);
    }
}
