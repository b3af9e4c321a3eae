package io.mailslot.remote.internal.bridge;

import io.mailslot.remote.internal.link.Address;
import io.mailslot.remote.internal.link.Link;
import io.mailslot.remote.internal.link.LinkException;
import io.mailslot.remote.internal.link.LinkException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An engine in this JVM that does exactly what a test wants: it stores, is full, keeps silent, or stores and keeps silent. */
final class PaperEngine {
    /** What becomes of a frame that is to be stored. */
    enum Reaction {
        STORE,
        FULL,
        DENY,
        /** It is not stored, and nobody is told. */
        LOSE,
        /** It is stored, and nobody is told. */
        STORE_SILENTLY
    }

    private record Stored(Address address, byte[] frame) {}

    private final List<Stored> frames = new ArrayList<>();
    private final Map<String, Integer> takenOfAll = new HashMap<>();
    private final List<byte[]> attempts = new ArrayList<>();
    private final List<Reaction> once = new ArrayList<>();
    private Reaction always = Reaction.STORE;
    private long longest = Long.MAX_VALUE;
    private int working;

    /** Reacts so from now on. */
    synchronized void reactsBy(Reaction reaction) {
        always = reaction;
    }

    /** Reacts so to the next frames, once each, and then as before. */
    synchronized void reactsOnceBy(Reaction... reactions) {
        once.addAll(List.of(reactions));
    }

    /** Takes no frame that is longer, from now on. */
    synchronized void takesAtMost(long bytes) {
        longest = bytes;
    }

    private synchronized long longest() {
        return longest;
    }

    /** {@return all that it was to store} */
    synchronized List<byte[]> attempts() {
        return List.copyOf(attempts);
    }

    /** {@return how many frames it has that nobody has taken} */
    synchronized long kept() {
        return frames.stream().filter(stored -> !stored.address().isForAll()).count();
    }

    /** {@return how often it was told that a frame is being dealt with} */
    synchronized int timesTold() {
        return working;
    }

    /** Stores something, whoever it is from. */
    synchronized void put(Address address, byte[] frame) {
        frames.add(new Stored(address, frame));
        notifyAll();
    }

    private synchronized void store(Address address, byte[] frame) throws LinkException {
        attempts.add(frame);
        if (frame.length > longest) {
            throw new LinkException(Kind.TOO_LARGE, "a frame of " + frame.length + " bytes", null);
        }
        Reaction reaction = once.isEmpty() ? always : once.remove(0);
        switch (reaction) {
            case STORE -> put(address, frame);
            case FULL -> throw new LinkException(Kind.FULL, "no room", null);
            case DENY -> throw new LinkException(Kind.DENIED, "not allowed", null);
            default -> {
                if (reaction == Reaction.STORE_SILENTLY) {
                    put(address, frame);
                }
                throw new LinkException(Kind.SILENT, "no answer", null);
            }
        }
    }

    /** {@return a machine's connection} */
    Link link(String machine) {
        return new PaperLink(machine);
    }

    private final class PaperLink implements Link {
        private final String machine;

        PaperLink(String machine) {
            this.machine = machine;
        }

        @Override
        public void store(Address address, byte[] frame, Duration timeout) throws LinkException {
            PaperEngine.this.store(address, frame);
        }

        @Override
        public long maxFrameBytes() {
            return PaperEngine.this.longest();
        }

        @Override
        public Inflow open(String slot, boolean forAll) {
            return new PaperInflow(machine, slot, forAll);
        }

        @Override
        public Map<String, Long> stored() {
            synchronized (PaperEngine.this) {
                Map<String, Long> stored = new TreeMap<>();
                frames.stream()
                        .filter(frame -> frame.address().to().equals(machine))
                        .forEach(frame -> stored.merge(frame.address().slot(), 1L, Long::sum));
                return stored;
            }
        }

        @Override
        public List<Computer> computers(Duration time) {
            return List.of(new Computer(machine, List.of(), 1));
        }

        @Override
        public State state() {
            return new State(true, "paper", 0, "", "");
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    private final class PaperInflow implements Link.Inflow {
        private final String machine;
        private final String slot;
        private final boolean forAll;

        PaperInflow(String machine, String slot, boolean forAll) {
            this.machine = machine;
            this.slot = slot;
            this.forAll = forAll;
        }

        @Override
        public Link.@Nullable Delivery next(Duration time) throws InterruptedException {
            long end = System.nanoTime() + time.toNanos();
            synchronized (PaperEngine.this) {
                while (true) {
                    Stored first = first();
                    long left = (end - System.nanoTime()) / 1_000_000;
                    if (first != null || left <= 0) {
                        return first == null ? null : new PaperDelivery(first);
                    }
                    PaperEngine.this.wait(left);
                }
            }
        }

        private @Nullable Stored first() {
            int taken = forAll ? takenOfAll.getOrDefault(machine + "/" + slot, 0) : 0;
            return frames.stream()
                    .filter(stored -> stored.address().slot().equals(slot))
                    .filter(stored -> stored.address().to().equals(forAll ? Address.ALL : machine))
                    .skip(taken)
                    .findFirst()
                    .orElse(null);
        }

        @Override
        public void close() {
            // what is not taken comes again
        }

        private final class PaperDelivery implements Link.Delivery {
            private final Stored stored;

            PaperDelivery(Stored stored) {
                this.stored = stored;
            }

            @Override
            public Address address() {
                return stored.address();
            }

            @Override
            public byte[] frame() {
                return stored.frame().clone();
            }

            @Override
            public void taken() {
                synchronized (PaperEngine.this) {
                    if (forAll) {
                        takenOfAll.merge(machine + "/" + slot, 1, Integer::sum);
                    } else {
                        frames.remove(stored);
                    }
                }
            }

            @Override
            public void working() {
                synchronized (PaperEngine.this) {
                    working++;
                }
            }
        }
    }
}
