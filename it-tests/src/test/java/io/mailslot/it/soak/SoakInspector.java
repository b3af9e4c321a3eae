package io.mailslot.it.soak;

import io.mailslot.Kernel;
import io.mailslot.api.DiskFullException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.inspect.Detail;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeSnapshot;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.Set;

/** Opens and looks, and fails at whatever fails or cannot be. */
final class SoakInspector {
    private final Kernel kernel;
    private final Random random;
    private final SoakTally tally;

    SoakInspector(Kernel kernel, Random random, SoakTally tally) {
        this.kernel = kernel;
        this.random = random;
        this.tally = tally;
    }

    void step() {
        SoakSlot slot = SoakSlot.values()[random.nextInt(SoakSlot.values().length)];
        long start = System.nanoTime();
        switch (random.nextInt(4)) {
            case 0 -> inspect();
            case 1 -> open(slot, OpenOptions.defaults());
            case 2 -> open(slot, OpenOptions.defaults().withAccess(Set.of()));
            default -> join(slot.isBroadcast() ? slot : SoakSlot.NEWS);
        }
        tally.looked();
        tally.took(System.nanoTime() - start);
    }

    private void inspect() {
        HomeSnapshot seen =
                HomeInspector.inspect(kernel.home(), Detail.ALLOCATED_BYTES).orElseThrow();
        if (!seen.unseen().isEmpty()) {
            throw new AssertionError("not seen: " + seen.unseen());
        }
        for (SoakSlot slot : SoakSlot.values()) {
            slot.check(seen.mailslot(slot.local())
                    .orElseThrow(() -> new AssertionError("there is no " + slot + " in " + seen.mailslots())));
        }
    }

    private void open(SoakSlot slot, OpenOptions options) {
        try (Sender sender = kernel.openMailslot(slot.local(), options)) {
            slot.check(sender.info());
            slot.check(sender.info());
        }
    }

    private void join(SoakSlot slot) {
        try (Receiver receiver = kernel.createMailslot(slot.created(), MailslotOptions.defaults())) {
            slot.check(receiver.info());
            receiver.poll().ifPresent(message -> SoakMessage.requireWhole(ByteBuffer.wrap(message), slot));
            slot.check(receiver.info());
        } catch (DiskFullException e) {
            tally.diskFull();
        }
    }
}
