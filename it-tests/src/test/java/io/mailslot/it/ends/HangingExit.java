package io.mailslot.it.ends;

import io.mailslot.Kernel;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/** A JVM that decides to exit when it is told to, and never does: one of its shutdown hooks hangs. */
final class HangingExit {
    static final int CODE = 7;

    private HangingExit() {}

    public static void main(String[] args) throws IOException {
        Kernel kernel = Kernel.attach();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            System.out.println("hangs");
            while (true) {
                LockSupport.park();
            }
        }));
        System.out.println("ready");
        System.in.read();
        kernel.exitProcess(CODE);
    }
}
