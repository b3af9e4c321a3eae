package io.mailslot.it.stop;

import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildBody;
import io.mailslot.testkit.ChildCall;
import io.mailslot.testkit.Jvms;
import java.io.Serializable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** What a child is in the middle of, where it stands still (SIGSTOP), at a fault point. */
final class Halfway<T extends Serializable> {
    private final Child child;
    private final CompletableFuture<T> deed;

    private Halfway(Child child, Supplier<T> deed) {
        this.child = child;
        this.deed = CompletableFuture.supplyAsync(deed, waiting -> new Thread(waiting, "until it is done").start());
        child.awaitStopped().stop();
    }

    /** A child that will stand still when it first comes to the point; a stranger to whoever has started it. */
    static Child child(Jvms jvms, FaultPoint point) {
        return jvms.jvm().startedPlainly().stopAtFaultPoint(point.name(), 1).start();
    }

    /** Has a child of its own stand still at the point, in the middle of something. */
    static Halfway<?> in(Jvms jvms, FaultPoint point, ChildBody deed) {
        return in(child(jvms, point), deed);
    }

    /** Has it do something, and returns once it stands still in that. */
    static Halfway<?> in(Child child, ChildBody deed) {
        return new Halfway<>(child, () -> {
            child.run(deed);
            return null;
        });
    }

    /** As {@link #in(Child, ChildBody)}, with a result. */
    static <T extends Serializable> Halfway<T> inCall(Child child, ChildCall<T> deed) {
        return new Halfway<>(child, () -> child.call(deed));
    }

    Child child() {
        return child;
    }

    /** Has it go on, and does not wait. */
    void resume() {
        child.resume();
    }

    /** Waits until it is done; what came of it. */
    T result() {
        return deed.join();
    }

    /** Has it go on, and waits until it is done; what came of it. */
    T goOn() {
        resume();
        return result();
    }
}
