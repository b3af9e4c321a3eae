package io.mailslot.benchmarks.race;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.AccessRight;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.Event;
import io.mailslot.api.EventOptions;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;

/** What {@link ControlRace} measures. */
enum ControlTask {
    /** A handle duplicated into the other process, and closed there. */
    DUPLICATE(2_000) {
        @Override
        Call prepare(Kernel kernel, long target) {
            int process = kernel.openProcess(target, ObjectOpenOptions.of(AccessRight.DUPLICATE_HANDLE))
                    .handle();
            Event event = kernel.synchronization().createEvent(EventOptions.defaults());
            return () -> {
                int there =
                        kernel.duplicate(Kernel.CURRENT_PROCESS, event.handle(), process, DuplicateOptions.defaults());
                kernel.closeHandleIn(process, there);
            };
        }
    },

    /** A sender to the other process's mailslot, opened and closed. */
    OPEN(1_000) {
        @Override
        Call prepare(Kernel kernel, long target) {
            return () -> kernel.openMailslot(NAME).close();
        }
    },

    /** A sender opened, a message written, the sender closed. */
    OPEN_WRITE(500) {
        @Override
        Call prepare(Kernel kernel, long target) {
            byte[] message = new byte[Message.SMALL];
            return () -> {
                try (Sender sender = kernel.openMailslot(NAME)) {
                    sender.write(message);
                }
            };
        }
    },

    /** A mailslot created and closed. */
    CREATE(200) {
        @Override
        Call prepare(Kernel kernel, long target) {
            return () ->
                    kernel.createMailslot("made", MailslotOptions.defaults()).close();
        }
    },

    /** Attached to a home in which the other process lives, and left. */
    ATTACH(200) {
        @Override
        Call prepare(Kernel kernel, long target) {
            Path home = kernel.home();
            kernel.close();
            return () -> Kernel.attach(KernelOptions.defaults().withHome(home)).close();
        }
    },

    /** An event set, and a wait for it that has nothing to wait for. */
    SET_WAIT(20_000) {
        @Override
        Call prepare(Kernel kernel, long target) {
            Event event = kernel.synchronization().createEvent(EventOptions.defaults());
            return () -> {
                event.set();
                kernel.waitFor(Duration.ZERO, event.handle());
            };
        }
    },

    /** A message written and read by one thread. */
    MESSAGE(20_000) {
        @Override
        Call prepare(Kernel kernel, long target) {
            Receiver receiver = kernel.createMailslot("own", MailslotOptions.defaults());
            Sender sender = kernel.openMailslot("own");
            byte[] message = new byte[Message.SMALL];
            ByteBuffer buffer = ByteBuffer.allocate(Message.SMALL);
            return () -> {
                sender.write(message);
                receiver.read(buffer.clear());
            };
        }
    };

    /** The mailslot of the other process, which reads what comes. */
    static final String NAME = "target";

    /** One call, or a pair of them. */
    @FunctionalInterface
    interface Call {
        void run() throws Exception;
    }

    private final int amount;

    ControlTask(int amount) {
        this.amount = amount;
    }

    /** Calls a round. */
    int amount() {
        return amount;
    }

    abstract Call prepare(Kernel kernel, long target);
}
