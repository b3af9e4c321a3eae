package io.mailslot.internal.wait;

import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.util.Set;

/**
 * Tells when the thread is interrupted that sleeps in a native call, which does not notice. The JDK offers this to
 * selectors only, so this is one, which selects nothing. It rings also if the thread has been interrupted before the
 * sleep begins, and it may ring a little after its end.
 */
final class InterruptBell extends AbstractSelector {
    private final Runnable ring;

    InterruptBell(Runnable ring) {
        super(null);
        this.ring = ring;
    }

    /** To be called by the thread that is about to sleep. */
    void begins() {
        begin();
    }

    void ends() {
        end();
    }

    @Override
    public Selector wakeup() {
        ring.run();
        return this;
    }

    @Override
    protected void implCloseSelector() {}

    @Override
    protected SelectionKey register(AbstractSelectableChannel channel, int operations, Object attachment) {
        throw new UnsupportedOperationException(SelectableChannel.class + " cannot be selected here");
    }

    @Override
    public Set<SelectionKey> keys() {
        return Set.of();
    }

    @Override
    public Set<SelectionKey> selectedKeys() {
        return Set.of();
    }

    @Override
    public int selectNow() {
        return 0;
    }

    @Override
    public int select(long timeoutMs) {
        return 0;
    }

    @Override
    public int select() {
        return 0;
    }
}
