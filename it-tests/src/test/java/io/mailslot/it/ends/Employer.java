package io.mailslot.it.ends;

import io.mailslot.JavaCommand;
import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.ChildOptions;
import io.mailslot.api.ChildProcess;
import io.mailslot.it.harness.QuickJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;

/** What a JVM does whose children end with it. There is one of it in a JVM. */
final class Employer {
    private static Kernel kernel;
    private static ChildOptions options;

    private Employer() {}

    /** The child that is a JVM: it attaches and stays. */
    static final class Employee {
        public static void main(String[] args) {
            Kernel kernel = Kernel.attach();
            System.out.println("attached " + kernel.processId());
            while (true) {
                LockSupport.park(kernel);
            }
        }
    }

    /** Attaches so that all children end with the kernel, or so that each of them ends with its handle. */
    static void attach(boolean byKernel) {
        kernel = Kernel.attach(KernelOptions.defaults().withEndChildrenOnClose(byKernel));
        options = ChildOptions.defaults().withEndOnClose(!byKernel);
    }

    /** Starts a program; its process id. */
    static long hireProgram() {
        return hire(new ProcessBuilder("sleep", "97")).processId();
    }

    /** Starts a JVM, and waits until it has attached; its process id. */
    static long hireJvm() throws IOException {
        ChildProcess child = hire(QuickJvm.of(JavaCommand.of(Employee.class)).toProcessBuilder());
        new BufferedReader(new InputStreamReader(child.process().getInputStream(), StandardCharsets.US_ASCII))
                .readLine();
        return child.processId();
    }

    private static ChildProcess hire(ProcessBuilder builder) {
        builder.redirectInput(Redirect.PIPE).redirectOutput(Redirect.PIPE).redirectError(Redirect.INHERIT);
        return kernel.createProcess(builder, options);
    }

    static void close() {
        kernel.close();
    }
}
