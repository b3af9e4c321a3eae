package io.mailslot.benchmarks.race;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** A process of {@link ControlRace}: {@code TASK HOME PID}; the pid of the other one, 0 for that one itself. */
final class ControlSide {
    private ControlSide() {}

    public static void main(String[] arguments) throws Exception {
        Side.endWithParent();
        Kernel kernel = Kernel.attach(KernelOptions.defaults().withHome(Path.of(arguments[1])));
        long target = Long.parseLong(arguments[2]);
        if (target == 0) {
            receive(kernel);
        } else {
            measure(kernel, target, ControlTask.valueOf(arguments[0]));
        }
    }

    private static void receive(Kernel kernel) {
        Receiver receiver = kernel.createMailslot(ControlTask.NAME, MailslotOptions.defaults());
        Side.say(Long.toString(ProcessHandle.current().pid()));
        ByteBuffer buffer = ByteBuffer.allocate(Message.SMALL);
        while (true) {
            receiver.read(buffer.clear());
        }
    }

    /** Is told, line by line, how many calls to make; 0 for what it holds by then. */
    private static void measure(Kernel kernel, long target, ControlTask task) throws Exception {
        ControlTask.Call call = task.prepare(kernel, target);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        call.run();
        String atStart = holdings(target);
        Side.say("ready");
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            int amount = Integer.parseInt(order);
            if (amount == 0) {
                Side.say("at the start " + atStart + "; at the end " + holdings(target));
                continue;
            }
            Histogram nanos = new Histogram(3);
            long cpu = threads.getCurrentThreadCpuTime();
            for (int i = 0; i < amount; i++) {
                long start = System.nanoTime();
                call.run();
                nanos.recordValue(System.nanoTime() - start);
            }
            cpu = threads.getCurrentThreadCpuTime() - cpu;
            Side.say(nanos.getValueAtPercentile(50) + " " + nanos.getValueAtPercentile(99) + " " + cpu / amount);
        }
    }

    private static String holdings(long target) throws IOException {
        long own = ProcessHandle.current().pid();
        return String.format(
                Locale.ROOT,
                "%d and %d mappings, %d and %d descriptors",
                mappings(own),
                mappings(target),
                descriptors(own),
                descriptors(target));
    }

    private static long mappings(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "maps")).size();
    }

    private static int descriptors(long pid) throws IOException {
        int count = 0;
        try (DirectoryStream<Path> each = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (Path descriptor : each) {
                count += descriptor.isAbsolute() ? 1 : 0;
            }
        }
        return count;
    }
}
