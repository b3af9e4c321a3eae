package io.mailslot.testkit;

import io.mailslot.Kernel;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.HandleInfo;
import io.mailslot.api.KernelHandle;
import java.io.IOException;
import java.io.Serializable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Code of a test on its way into a child, and what comes back of it. */
final class ChildCode {
    private final TestRun run;
    private final Child child;
    private final boolean possible;
    private final Conversation conversation;
    private final Waits waits;
    private final Fate fate;
    private final AtomicInteger begun = new AtomicInteger();

    ChildCode(Watched watched, Child child) {
        this.run = watched.run();
        this.child = child;
        this.possible = watched.parts().isConnected();
        this.conversation = watched.conversation();
        this.waits = watched.waits();
        this.fate = watched.fate();
    }

    /** Whether nothing that was begun is left to be done. */
    boolean isDone() {
        return begun.get() == 0;
    }

    void sendBody(ChildBody body) {
        ask(Frame.Kind.BODY, body).thenAccept(answer -> {
            if (answer.kind() == Frame.Kind.FAILURE) {
                fate.bodyFailed(answer);
            }
        });
    }

    void run(ChildBody body) {
        answer("do what the test told it", ask(Frame.Kind.CALL, body));
    }

    @SuppressWarnings("unchecked") // the call says what it returns
    <T extends Serializable> T call(ChildCall<T> call) {
        return (T) answer("do what the test told it", ask(Frame.Kind.CALL, call));
    }

    void begin(ChildBody body) {
        beginning(body).thenAccept(answer -> {
            if (answer.kind() == Frame.Kind.FAILURE) {
                fate.codeFailed(answer);
            }
        });
    }

    @SuppressWarnings("unchecked") // the call says what it returns
    <T extends Serializable> CompletableFuture<T> submit(ChildCall<T> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        beginning(call).whenComplete((answer, ended) -> {
            try {
                if (ended != null) {
                    throw waits.failure("has ended before its code was done", null);
                }
                result.complete((T) result(answer));
            } catch (ChildFailure failure) {
                result.completeExceptionally(failure);
            }
        });
        return result;
    }

    private CompletableFuture<Frame> beginning(Object code) {
        CompletableFuture<Frame> answer = ask(Frame.Kind.BEGIN, code);
        begun.incrementAndGet();
        answer.whenComplete((frame, ended) -> begun.decrementAndGet());
        return answer;
    }

    /** Has it do what needs no code of the test. */
    void obey(String what, Frame.Kind kind) {
        requirePossible();
        answer(what, conversation.ask(kind));
    }

    /** Has it do something for the kit, beside all else. */
    @SuppressWarnings("unchecked") // the call says what it returns
    <T extends Serializable> T obey(String what, ChildCall<T> call) {
        return (T) answer(what, ask(Frame.Kind.BEGIN, call));
    }

    /** As that, but for something that nobody waits for; cancelled if the child ends before. */
    @SuppressWarnings("unchecked") // the call says what it returns
    <T extends Serializable> CompletableFuture<T> ask(ChildCall<T> call) {
        return ask(Frame.Kind.BEGIN, call).thenApply(answer -> (T) result(answer));
    }

    private CompletableFuture<Frame> ask(Frame.Kind kind, Object code) {
        requirePossible();
        return conversation.ask(kind, Parcel.pack(code, this::duplicate));
    }

    private void requirePossible() {
        if (!possible) {
            throw new IllegalStateException(
                    child + " cannot run code of the test: the kit is in those only that are started by code or"
                            + " by a class");
        }
    }

    private @Nullable Object answer(String what, CompletableFuture<Frame> question) {
        waits.until(what, () -> question.isDone() && !question.isCancelled());
        return result(question.join());
    }

    private @Nullable Object result(Frame answer) {
        if (answer.kind() == Frame.Kind.FAILURE) {
            throw waits.failure("has failed: " + answer.text(), Fate.thrown(answer));
        }
        try {
            return answer.body().length == 0 ? null : Parcel.unpack(answer.body(), run::kernel);
        } catch (IOException | ClassNotFoundException e) {
            throw waits.failure("gave an answer that cannot be read here", e);
        }
    }

    /** Puts a duplicate of a handle into the child. */
    private int duplicate(KernelHandle handle) {
        Kernel kernel = run.kernel();
        HandleInfo given = handle.describe();
        if (!isOf(kernel, given)) {
            throw new IllegalArgumentException("the child's code captures a handle to '" + given.name()
                    + "' of another home; children have handles of the kernel that kernel() gives");
        }
        return kernel.duplicate(
                Kernel.CURRENT_PROCESS, given.handle(), child.object().handle(), DuplicateOptions.defaults());
    }

    /** A number may name something else in another home, or nothing. */
    private static boolean isOf(Kernel kernel, HandleInfo given) {
        return kernel.handles().stream()
                .anyMatch(ours -> ours.handle() == given.handle()
                        && ours.objectId() == given.objectId()
                        && ours.name().equals(given.name()));
    }
}
