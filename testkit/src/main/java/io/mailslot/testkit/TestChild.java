package io.mailslot.testkit;

import io.mailslot.Kernel;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.ProcessObject;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A child, as the test has it: what each of its methods does is in the class that it goes to. */
final class TestChild implements Child {
    private final Watched child;
    private final ChildView view;
    private final ChildCode code;
    private final ChildStates states;
    private final ChildControl control;
    private final ChildEnd end;
    private final Object opening = new Object();
    private @Nullable ProcessObject object;

    TestChild(Watched child, @Nullable ProcessObject object) {
        this.child = child;
        this.object = object;
        this.view = child.view();
        this.code = new ChildCode(child, this);
        this.states = new ChildStates(child);
        this.control = new ChildControl(child);
        this.end = new ChildEnd(child, code);
    }

    @Override
    public String name() {
        return child.name();
    }

    @Override
    public long pid() {
        return child.process().pid();
    }

    @Override
    public Process process() {
        return child.process();
    }

    @Override
    public ProcessObject object() {
        synchronized (opening) {
            if (object == null) {
                Kernel kernel = child.run().kernel();
                if (child.parts().isConnected()) {
                    code.obey("attach to the home", Frame.Kind.ATTACH);
                } else {
                    states.awaitAttached();
                }
                object = kernel.openProcess(pid(), ObjectOpenOptions.defaults());
            }
            return object;
        }
    }

    /** Its process object, if there is one already. */
    Optional<ProcessObject> openedObject() {
        synchronized (opening) {
            return Optional.ofNullable(object);
        }
    }

    void forgetObject() {
        synchronized (opening) {
            object = null;
        }
    }

    ChildEnd end() {
        return end;
    }

    // Code of the test.

    ChildCode code() {
        return code;
    }

    /** Sends the code that it was started for. */
    void sendBody(ChildBody body) {
        code.sendBody(body);
    }

    @Override
    public void run(ChildBody body) {
        code.run(body);
    }

    @Override
    public <T extends Serializable> T call(ChildCall<T> call) {
        return code.call(call);
    }

    @Override
    public Child begin(ChildBody body) {
        code.begin(body);
        return this;
    }

    @Override
    public <T extends Serializable> CompletableFuture<T> submit(ChildCall<T> call) {
        return code.submit(call);
    }

    @Override
    public Child exhaustMemory() {
        code.obey("fill its heap", Frame.Kind.EXHAUST);
        return this;
    }

    // States.

    @Override
    public Child awaitReady() {
        states.awaitReady();
        return this;
    }

    @Override
    public MatchResult ready() {
        return states.ready();
    }

    @Override
    public Child awaitOutput(String text) {
        states.awaitOutput(text);
        return this;
    }

    @Override
    public MatchResult awaitOutput(Pattern pattern) {
        return states.awaitOutput(pattern);
    }

    @Override
    public Child awaitPoint(String point) {
        states.awaitPoint(point);
        return this;
    }

    @Override
    public Child release(String point) {
        child.conversation().tell(Frame.of(Frame.Kind.RELEASE, 0, point));
        return this;
    }

    @Override
    public Child awaitAttached() {
        states.awaitAttached();
        return this;
    }

    @Override
    public Child awaitPort(int port) {
        states.awaitPort(port);
        return this;
    }

    @Override
    public Child awaitStopped() {
        states.awaitStopped();
        return this;
    }

    @Override
    public Exit awaitEnd() {
        return child.waits().forEnd(child.run().deadline(null));
    }

    @Override
    public Exit awaitEnd(Duration limit) {
        return child.waits().forEnd(child.run().deadline(limit));
    }

    @Override
    public boolean isAlive() {
        return view.isAlive();
    }

    // Crash control.

    @Override
    public Child kill() {
        control.kill();
        return this;
    }

    @Override
    public Child killNow() {
        control.killNow();
        return this;
    }

    @Override
    public Child terminate() {
        control.terminate();
        return this;
    }

    @Override
    public Child stop() {
        control.stop();
        return this;
    }

    @Override
    public Child resume() {
        control.resume();
        return this;
    }

    @Override
    public Child signal(int signal) {
        control.signal(Integer.toString(signal));
        return this;
    }

    @Override
    public Child expectEnd(int... codes) {
        child.fate().expect(codes.clone());
        return this;
    }

    @Override
    public void close() {
        end.close();
    }

    // Evidence.

    @Override
    public String out() {
        return view.out().text();
    }

    @Override
    public String err() {
        return view.err().text();
    }

    @Override
    public Path outFile() {
        return child.files().out();
    }

    @Override
    public Path errFile() {
        return child.files().err();
    }

    @Override
    public String threads() {
        return view.threads();
    }

    @Override
    public List<ProcessHandle> descendants() {
        return view.descendants();
    }

    @Override
    public String evidence() {
        return view.evidence();
    }

    @Override
    public String toString() {
        return "child '" + name() + "'";
    }
}
