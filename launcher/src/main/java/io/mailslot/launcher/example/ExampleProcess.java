package io.mailslot.launcher.example;

import io.mailslot.Kernel;
import io.mailslot.win32.ProcessInformation;
import io.mailslot.win32.Win32;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.util.Locale;

/** The process that runs an example: what a C program has without asking. */
final class ExampleProcess {
    /** The functions. */
    final Win32 win;

    private final Kernel kernel;
    private final BufferedReader in;
    private final PrintWriter out;

    ExampleProcess(Kernel kernel, BufferedReader in, PrintWriter out) {
        this.win = new Win32(kernel);
        this.kernel = kernel;
        this.in = in;
        this.out = out;
    }

    /** Standard input. */
    BufferedReader in() {
        return in;
    }

    /** Prints a line at once: children print to the same place. False if it cannot be printed. */
    boolean print(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
        return !out.checkError();
    }

    /** Says which function failed, and why; returns the exit code of a program that fails. */
    int failed(String function) {
        print("%s failed: error %d", function, win.getLastError());
        return 1;
    }

    /** Windows keeps usage counts to itself; here anybody may look. */
    int usageCount(int handle) {
        return kernel.describe(handle).usageCount();
    }

    /** CreateProcess with another part of the same example; null if that fails. */
    ProcessInformation createProcess(boolean inheritHandles, String... arguments) {
        ProcessInformation information = new ProcessInformation();
        boolean created = win.createProcess(Examples.command(arguments), null, inheritHandles, null, information);
        return created ? information : null;
    }
}
