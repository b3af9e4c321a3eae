package io.mailslot.api;

import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

/** A value to come, of a message to come. Once that was taken it is too late to give the value up, as with the message. */
final class DecodedRead<T> extends CompletableFuture<T> {
    private final CompletableFuture<byte[]> message;

    private DecodedRead(CompletableFuture<byte[]> message) {
        this.message = message;
    }

    static <T> CompletableFuture<T> of(CompletableFuture<byte[]> message, Function<byte[], T> decoder) {
        DecodedRead<T> value = new DecodedRead<>(message);
        message.whenComplete((bytes, failure) -> value.end(bytes, failure, decoder));
        return value;
    }

    private void end(byte[] bytes, Throwable failure, Function<byte[], T> decoder) {
        if (failure instanceof CancellationException) {
            return; // whoever has given it up is about to say how
        }
        if (failure != null) {
            super.completeExceptionally(failure);
        } else {
            T value;
            try {
                value = decoder.apply(bytes);
            } catch (RuntimeException | Error undecodable) {
                super.completeExceptionally(undecodable);
                return;
            }
            super.complete(value);
        }
    }

    /** Nobody else has the read. */
    private boolean giveUp() {
        return message.isDone() ? message.isCancelled() : message.cancel(false);
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return giveUp() && super.cancel(mayInterruptIfRunning);
    }

    @Override
    public boolean complete(T instead) {
        return giveUp() && super.complete(instead);
    }

    /** The one of the JDK would leave the read pending, whose message nobody would get then. */
    @Override
    public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier, Executor executor) {
        Objects.requireNonNull(supplier, "supplier");
        executor.execute(() -> {
            try {
                complete(supplier.get());
            } catch (RuntimeException | Error failure) {
                completeExceptionally(new CompletionException(failure));
            }
        });
        return this;
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        return giveUp() && super.completeExceptionally(failure);
    }
}
