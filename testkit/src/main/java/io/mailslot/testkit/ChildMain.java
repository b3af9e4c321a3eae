package io.mailslot.testkit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** The main class of children that the kit is in: they do what the test tells them, or run an application's own main. */
final class ChildMain {
    private static final int FIXED = 5;

    private ChildMain() {}

    /** The words behind the main class, before those of an application. */
    static String[] arguments(Path socket, long number, String name, Path folder, ChildSpec.Kind kind) {
        String ascii =
                URLEncoder.encode(name, StandardCharsets.UTF_8); // whatever the locale is; most names are the same
        return new String[] {socket.toString(), Long.toString(number), ascii, folder.toString(), kind.name()};
    }

    public static void main(String[] arguments) throws Throwable {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(arguments[0]));
        String name =
                arguments[2].indexOf('%') < 0 ? arguments[2] : URLDecoder.decode(arguments[2], StandardCharsets.UTF_8);
        ChildSide child = new ChildSide(new Connection(channel), name, Path.of(arguments[3]));
        ChildSpec.Kind kind = ChildSpec.Kind.valueOf(arguments[4]);
        child.listen(Long.parseLong(arguments[1]), kind);
        switch (kind) {
            case CALLS -> child.serve();
            case BODY -> child.runBody();
            default -> runMain(arguments[FIXED], Arrays.copyOfRange(arguments, FIXED + 1, arguments.length));
        }
    }

    private static void runMain(String name, String[] arguments) throws Throwable {
        Class<?> type = Class.forName(name);
        Method main = type.getMethod("main", String[].class);
        main.setAccessible(true); // its class need not be public
        try {
            main.invoke(null, (Object) arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
