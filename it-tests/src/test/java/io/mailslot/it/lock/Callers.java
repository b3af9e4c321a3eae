package io.mailslot.it.lock;

import io.mailslot.api.EventOptions;
import io.mailslot.api.MailslotException;
import io.mailslot.testkit.ChildContext;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Threads of a JVM that all call at once. */
final class Callers {
    private Callers() {}

    /**
     * How a call ended.
     *
     * @param code of its refusal; 0 if there is none
     * @param millis how long it took
     * @param message what was said
     */
    record Answer(int code, long millis, String message) implements Serializable {}

    /** What may be refused. */
    @FunctionalInterface
    interface Call {
        void call() throws Exception;
    }

    /** Changes the control plane. */
    static void change(ChildContext c) {
        c.kernel().synchronization().createEvent(EventOptions.defaults());
    }

    static ArrayList<Answer> together(int count, Call call) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        CyclicBarrier together = new CyclicBarrier(count);
        Callable<Answer> caller = () -> {
            together.await();
            return answer(call);
        };
        List<Future<Answer>> all =
                threads.invokeAll(Stream.generate(() -> caller).limit(count).toList());
        ArrayList<Answer> answers = new ArrayList<>();
        for (Future<Answer> each : all) {
            answers.add(each.get());
        }
        threads.shutdown();
        return answers;
    }

    private static Answer answer(Call call) throws Exception {
        long start = System.nanoTime();
        int code = 0;
        String message = "";
        try {
            call.call();
        } catch (MailslotException e) {
            code = e.errorCode().value();
            message = e.getMessage();
        }
        return new Answer(code, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start), message);
    }
}
