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
    static final String CHANGE = "change";
    static final String ATTACH = "attach";

    private Callers() {}

    /** Arguments: how many threads, and what each calls: {@value #CHANGE} or {@value #ATTACH}. */
    public static void main(String[] arguments) throws IOException {
        Runnable attach = () -> Kernel.attach().close();
        attach.run(); // loads what the calls need
        if (arguments[1].equals(ATTACH)) {
            callTogether(Integer.parseInt(arguments[0]), attach);
            return;
        }
        try (Kernel kernel = Kernel.attach()) {
            Runnable change = () -> kernel.synchronization().createEvent(EventOptions.defaults());
            change.run();
            callTogether(Integer.parseInt(arguments[0]), change);
        }
    }

    private static void callTogether(int count, Runnable call) throws IOException {
        System.out.println("ready");
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII)).readLine();
        CountDownLatch together = new CountDownLatch(count);
        IntStream.range(0, count)
                .mapToObj(i -> new Thread(() -> call(call, together)))
                .toList()
                .forEach(Thread::start);
        System.in.read();
    }

    private static void call(Runnable call, CountDownLatch together) {
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
            call.run();
        } catch (MailslotException e) {
            code = e.errorCode().value();
            message = e.getMessage();
        }
        System.out.println(code + " " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) + " " + message);
    }
}
