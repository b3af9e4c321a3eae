package io.mailslot.testkit;

import io.mailslot.Kernel;
import java.nio.file.Path;
import java.util.List;

/**
 * The children of one test, with a home and a folder of their own. Any number of tests may have theirs at once.
 *
 * <pre>{@code
 * try (Jvms jvms = Jvms.open()) {
 *     Receiver orders = jvms.kernel().createMailslot("orders");
 *     Sender sender = jvms.kernel().openMailslot("orders");
 *     Child a = jvms.start(c -> sender.write("tea")); // the handle goes along
 *     Child b = jvms.start(c -> sender.write("milk"));
 *     jvms.all(a, b);
 * }
 * }</pre>
 *
 * <p><b>Children</b> print into files, never into the streams of this JVM, and have the test's home in their environment. Those that
 * are JVMs have this JVM's class path, JDK and much else of it, see {@link io.mailslot.JavaCommand}; of its agents those that measure
 * coverage. They end when this JVM does, in whatever way.
 *
 * <p><b>Threads.</b> All methods may be called from any thread.
 *
 * @since 0.1.0
 */
public interface Jvms extends AutoCloseable {
    /**
     * Opens one, with the defaults.
     *
     * @return to be closed when the test has ended
     */
    static Jvms open() {
        return open(JvmsOptions.defaults());
    }

    /**
     * Opens one.
     *
     * @param options how its children are watched
     * @return to be closed when the test has ended
     */
    static Jvms open(JvmsOptions options) {
        return new TestRun(options);
    }

    /**
     * Starts a JVM that does what it is told by {@link Child#run} and its like, until the test has ended.
     *
     * @return the child
     */
    Child start();

    /**
     * Starts a JVM that runs code of the test: when that has come to its end, so has the child, with 0, or 1 if the code has failed.
     *
     * @param body what it does
     * @return the child
     * @throws IllegalArgumentException if the code captures what cannot go to another JVM
     */
    Child start(ChildBody body);

    /**
     * Starts a JVM that runs an application's main, unchanged.
     *
     * @param main the class that has it
     * @param arguments its arguments
     * @return the child
     */
    Child start(Class<?> main, String... arguments);

    /**
     * A JVM that does what it is told.
     *
     * @return what is to be started
     */
    ChildSpec jvm();

    /**
     * A JVM that runs an application's main, unchanged.
     *
     * @param main the class that has it
     * @return what is to be started
     */
    ChildSpec jvm(Class<?> main);

    /**
     * An executable jar.
     *
     * @param jar as {@code java -jar} takes it
     * @return what is to be started
     */
    ChildSpec jar(Path jar);

    /**
     * A module of this JVM's module path.
     *
     * @param module its name, with {@code /} and the name of a class behind it if the module has no main class
     * @return what is to be started
     */
    ChildSpec module(String module);

    /**
     * Any program.
     *
     * @param command its name, and the first of its arguments
     * @return what is to be started
     */
    ChildSpec program(String... command);

    /**
     * This JVM's attachment to the test's home, made at the first use, and closed with this.
     *
     * @return the same one each time
     */
    Kernel kernel();

    /** {@return the test's home; nothing is there unless somebody has attached to it} */
    Path home();

    /** {@return the folder in which the output of the children is} */
    Path folder();

    /** {@return all children that were started, in that order} */
    List<Child> children();

    /**
     * Waits until all of several children have ended well, with 0; those that do what they are told are told to end, once the code is
     * done that was begun.
     *
     * @param children of this test
     * @throws ChildFailure as soon as the first one has failed
     */
    void all(Child... children);

    /**
     * Ends all children: those that do what they are told in peace, the others by SIGTERM, who still lives then by SIGKILL. Then
     * tells what is wrong. Closing twice does nothing.
     *
     * @throws ChildFailure if a child has ended with another code than 0 and nobody has looked, if code that was begun has failed, if
     *     processes are left behind, or the home is damaged
     */
    @Override
    void close();
}
