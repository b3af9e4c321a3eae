package io.mailslot.testkit;

import io.mailslot.api.ProcessObject;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A child of a test. Every wait ends at once when the child does, and fails then, as it does when its time is up, with a
 * {@link ChildFailure} that has the evidence.
 *
 * @since 0.1.0
 */
public interface Child extends AutoCloseable {
    /** {@return its name, which no other child of the test has} */
    String name();

    /** {@return its process id} */
    long pid();

    /** {@return the JDK's view of it; its output goes to files} */
    Process process();

    /**
     * Its process object in the test's home, for waits together with other things. A child that was started before the test's kernel
     * was attached is told to attach for that; a jar, module or program must have done so by itself.
     *
     * @return the same one each time; closed with the test
     */
    ProcessObject object();

    // Code of the test, for JVMs that were started by code or a class.

    /**
     * Runs code in the child, and waits until it is done. All code of {@code run} and {@link #call} runs in one thread, one after the
     * other: in the child's main thread if it does nothing else.
     *
     * @param body what it does
     * @throws ChildFailure if it fails; its cause is what was thrown
     */
    void run(ChildBody body);

    /**
     * As {@link #run}, with a result.
     *
     * @param call what it does
     * @param <T> type of the result
     * @return the result
     * @throws ChildFailure if it fails; its cause is what was thrown
     */
    <T extends Serializable> T call(ChildCall<T> call);

    /**
     * Begins to run code in the child, in a thread of its own, and does not wait. If it fails, so do the next wait for the child and
     * the test.
     *
     * @param body what it does
     * @return this child
     */
    Child begin(ChildBody body);

    /**
     * As {@link #begin}, with a result.
     *
     * @param call what it does
     * @param <T> type of the result
     * @return what is done when the code is; fails with a {@link ChildFailure}, whose cause is what was thrown
     */
    <T extends Serializable> CompletableFuture<T> submit(ChildCall<T> call);

    // States.

    /**
     * Waits until it is ready: as {@link ChildSpec#readyWhen} says, or its code by {@link ChildContext#ready}.
     *
     * @return this child
     */
    Child awaitReady();

    /**
     * What it has printed when it was ready.
     *
     * @return the match of {@link Ready#output}, with its groups
     * @throws IllegalStateException if it is not known to be ready by what it prints
     */
    MatchResult ready();

    /**
     * Waits until it has printed a text, on standard output or standard error, since it was started.
     *
     * @param text to be found there
     * @return this child
     */
    Child awaitOutput(String text);

    /**
     * Waits until it has printed something, on standard output or standard error, since it was started.
     *
     * @param pattern to be found there
     * @return the first match
     */
    MatchResult awaitOutput(Pattern pattern);

    /**
     * Waits until its code has come to a point ({@link ChildContext#reached}, {@link ChildContext#hold}); each time it does counts
     * once.
     *
     * @param point its name
     * @return this child
     */
    Child awaitPoint(String point);

    /**
     * Lets its code go on that holds at a point.
     *
     * @param point its name
     * @return this child
     */
    Child release(String point);

    /**
     * Waits until it is attached to the test's home.
     *
     * @return this child
     */
    Child awaitAttached();

    /**
     * Waits until it accepts connections.
     *
     * @param port a TCP port of this machine
     * @return this child
     */
    Child awaitPort(int port);

    /**
     * Waits until it stands still: where {@link ChildSpec#stopAt} or {@link ChildSpec#stopAtFaultPoint} has it do so, or by SIGSTOP.
     *
     * @return this child
     */
    Child awaitStopped();

    /**
     * Waits until it has ended, in whatever way. What it leaves running is not waited for.
     *
     * @return how
     */
    Exit awaitEnd();

    /**
     * As {@link #awaitEnd()}, for a time of its own.
     *
     * @param limit how long
     * @return how it ended
     */
    Exit awaitEnd(Duration limit);

    /** {@return whether it has not ended} */
    boolean isAlive();

    // Crash control.

    /**
     * Ends it by SIGKILL, after what is covered is saved, if coverage is measured and it can still do that. Comes back when the
     * system says that it is gone.
     *
     * @return this child
     */
    Child kill();

    /**
     * Ends it by SIGKILL at this instant. Comes back when the system says that it is gone.
     *
     * @return this child
     */
    Child killNow();

    /**
     * Asks it to end, by SIGTERM, and does not wait. It may end with whatever code.
     *
     * @return this child
     */
    Child terminate();

    /**
     * Has it stand still, by SIGSTOP. Comes back when it does.
     *
     * @return this child
     */
    Child stop();

    /**
     * Has it go on, wherever it stands still.
     *
     * @return this child
     */
    Child resume();

    /**
     * Sends it a signal, and does not wait.
     *
     * @param number the signal's
     * @return this child
     */
    Child signal(int number);

    /**
     * Fills its heap, by objects that are kept, until nothing more can be allocated. For JVMs that were started by code or a class;
     * give them a small heap.
     *
     * @return this child
     */
    Child exhaustMemory();

    /**
     * Says how it may end. Else an end with another code than 0 that nobody has looked at fails the test.
     *
     * @param codes exit codes; none for any
     * @return this child
     */
    Child expectEnd(int... codes);

    // Evidence.

    /** {@return what it has printed on standard output} */
    String out();

    /** {@return what it has printed on standard error} */
    String err();

    /** {@return the file that its standard output goes to} */
    Path outFile();

    /** {@return the file that its standard error goes to} */
    Path errFile();

    /** {@return what its threads are doing} */
    String threads();

    /** {@return processes that it has started, or those have, and that live} */
    List<ProcessHandle> descendants();

    /** {@return what a failure tells of it: how it ended or that it lives, and the end of what it has printed} */
    String evidence();

    /** Ends it as the end of the test does. Closing twice does nothing. */
    @Override
    void close();
}
