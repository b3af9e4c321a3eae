package io.mailslot.internal.errors;

import java.util.regex.Pattern;

/** Where in this library a failure came from. */
final class Place {
    private static final String LIBRARY = "io.mailslot.";

    /** Words for a failure are found there, whatever has failed. */
    private static final Pattern TELLERS = Pattern.compile("\\w*Failures?|Shortage|CutFiles|ErrorLog|\\w*Exception");

    private static final Pattern TELLING = Pattern.compile("failure|damaged|corrupt|cut|gone|replaced");

    private Place() {}

    /** For instance {@code KernelFile.check:172}; empty where the JVM does not tell. */
    static String of(Throwable failure) {
        for (StackTraceElement frame : failure.getStackTrace()) {
            String type = frame.getClassName().substring(frame.getClassName().lastIndexOf('.') + 1);
            boolean tells = TELLERS.matcher(type).matches()
                    || TELLING.matcher(frame.getMethodName()).matches();
            if (frame.getClassName().startsWith(LIBRARY) && !tells) {
                return type + "." + frame.getMethodName() + ":" + frame.getLineNumber();
            }
        }
        return "";
    }
}
