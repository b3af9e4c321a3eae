package io.mailslot.it.storm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * How a process of a storm and the test understand each other. It says how it fares, one line at a time, on standard
 * output, which its children share, and why it fails on standard error; that its input ends asks it to end, too, and the
 * death of the test brings that about as well.
 */
public final class WorkerVoice {
    /** Prefixes of the lines; each is followed by the process id. */
    public static final String READY = "ready";

    public static final String STALL = "stall";
    public static final String HICCUP = "hiccup";

    private static final int FAILED = 3;

    private final FileOutputStream output = new FileOutputStream(FileDescriptor.out);

    /** Something that may fail in any way. */
    public interface Work {
        void run() throws Exception;
    }

    /**
     * Works on a thread of its own.
     *
     * @param who works, for what it has to say if it fails
     * @param stop called when the input has ended, so that the work ends
     */
    public void work(String who, Work work, Runnable stop) throws IOException, InterruptedException {
        Thread worker = new Thread(() -> orFail(who, work), "worker");
        worker.start();
        while (System.in.read() >= 0) {
            continue; // nobody writes; the end is the message
        }
        stop.run();
        worker.join();
    }

    private static void orFail(String who, Work work) {
        try {
            work.run();
        } catch (Throwable failure) {
            // In one piece: the file takes the traces of all.
            System.err.print(who + ", pid " + ProcessHandle.current().pid() + ": " + trace(failure));
            System.err.flush();
            Runtime.getRuntime().halt(FAILED);
        }
    }

    static String trace(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }

    public void say(String what, String rest) {
        String line = what + " " + ProcessHandle.current().pid() + " " + rest + "\n";
        try {
            output.write(line.getBytes(UTF_8));
        } catch (IOException nobodyListens) {
            Runtime.getRuntime().halt(FAILED);
        }
    }

    public void stall(Stall stall) {
        say(STALL, stall.toLine());
    }

    public void hiccup(Span hiccup) {
        say(HICCUP, hiccup.toLine());
    }
}
