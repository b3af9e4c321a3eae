package io.mailslot.internal.log;

import io.mailslot.api.MessageBatch;

/** Appends messages of which each is to have a document of its own, as what comes in batches has. */
final class Documents {
    private Documents() {}

    /** Returns whether there was room. */
    static boolean append(MessageLog log, byte[] message) {
        return log.writer().append(new Body.OfBatch().of(new MessageBatch().add(message)));
    }
}
