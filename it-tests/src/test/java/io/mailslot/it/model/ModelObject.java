package io.mailslot.it.model;

import io.mailslot.api.ObjectType;
import java.util.ArrayDeque;
import java.util.Deque;

/** A kernel object as it ought to be. The actual object is found when the first handle to it has been made. */
abstract class ModelObject {
    final ObjectType type;

    /** What handles to it are described with. */
    String name;

    /** The identity of the actual object; 0 until it is known. */
    long id;

    ModelObject(ObjectType type, String name) {
        this.type = type;
        this.name = name;
    }

    /** Whether a wait of that process would be over. */
    boolean isSignaled(ModelProcess waiter) {
        throw new IllegalStateException("nobody can wait for a " + type);
    }

    /** Takes what there is to take; true if it was abandoned. */
    boolean take(ModelProcess waiter) {
        return false;
    }

    static final class Event extends ModelObject {
        private final boolean manual;
        boolean set;

        Event(String name, boolean manual, boolean set) {
            super(ObjectType.EVENT, name);
            this.manual = manual;
            this.set = set;
        }

        @Override
        boolean isSignaled(ModelProcess waiter) {
            return set;
        }

        @Override
        boolean take(ModelProcess waiter) {
            set = manual;
            return false;
        }
    }

    static final class Semaphore extends ModelObject {
        final int maximum;
        int count;

        Semaphore(String name, int count, int maximum) {
            super(ObjectType.SEMAPHORE, name);
            this.count = count;
            this.maximum = maximum;
        }

        @Override
        boolean isSignaled(ModelProcess waiter) {
            return count > 0;
        }

        @Override
        boolean take(ModelProcess waiter) {
            count--;
            return false;
        }
    }

    static final class Mutex extends ModelObject {
        private ModelProcess owner;
        private int depth;
        private boolean abandoned;

        Mutex(String name, ModelProcess owner) {
            super(ObjectType.MUTEX, name);
            this.owner = owner;
            this.depth = owner == null ? 0 : 1;
        }

        @Override
        boolean isSignaled(ModelProcess waiter) {
            return owner == null || owner == waiter;
        }

        @Override
        boolean take(ModelProcess waiter) {
            boolean told = abandoned;
            abandoned = false;
            owner = waiter;
            depth++;
            return told;
        }

        /** False if that process does not own it. */
        boolean release(ModelProcess process) {
            if (owner != process) {
                return false;
            }
            depth--;
            owner = depth == 0 ? null : owner;
            return true;
        }

        void abandonedBy(ModelProcess process) {
            if (owner == process) {
                owner = null;
                depth = 0;
                abandoned = true;
            }
        }
    }

    /** A mailslot and its one reading end. */
    static final class Receiver extends ModelObject {
        final int maximum;
        final Deque<String> messages = new ArrayDeque<>();

        /** How many were taken, which is the number of the next one. */
        private long taken;

        Receiver(String name, int maximum) {
            super(ObjectType.RECEIVER, name);
            this.maximum = maximum;
        }

        @Override
        boolean isSignaled(ModelProcess waiter) {
            return !messages.isEmpty();
        }

        /** Takes the oldest message; null if there is none. */
        String takeMessage() {
            taken += messages.isEmpty() ? 0 : 1;
            return messages.pollFirst();
        }

        /** The number of the oldest unread message, written or not. */
        long next() {
            return taken;
        }

        long end() {
            return taken + messages.size();
        }
    }

    static final class Sender extends ModelObject {
        /** Null when it is gone. */
        Receiver receiver;

        final boolean writes;
        final boolean shares;

        Sender(Receiver receiver, boolean writes, boolean shares) {
            super(ObjectType.SENDER, receiver.name);
            this.receiver = receiver;
            this.writes = writes;
            this.shares = shares;
        }
    }
}
