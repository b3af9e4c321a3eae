package io.mailslot.internal.death;

import io.mailslot.api.InvalidNameException;
import io.mailslot.internal.layout.HandleEntry;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.memory.SignalWord;
import io.mailslot.internal.object.HandleTable;
import io.mailslot.internal.object.MailslotName;
import io.mailslot.internal.object.NameIndex;
import io.mailslot.internal.object.ObjectTable;
import io.mailslot.internal.object.SharedKernel;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The words that a dead process may have owed a signal: it may have died between a change and the wake-up of those who wait
 * for it. Needs the kernel lock.
 */
final class DeadWords {
    private static final Logger LOG = LoggerFactory.getLogger(DeadWords.class);

    private final SharedKernel kernel;
    private final List<SignalWord> words = new ArrayList<>();

    private DeadWords(SharedKernel kernel) {
        this.kernel = kernel;
    }

    /** Those of all that a process had open. */
    static DeadWords of(SharedKernel kernel, HandleTable handles) {
        DeadWords words = new DeadWords(kernel);
        int capacity = handles.capacity();
        // no lambda, which a fresh JVM would generate under the kernel lock
        for (int index = 1; index < capacity; index++) {
            long entry = handles.entry(index);
            if (entry != 0) {
                words.add(HandleEntry.objectId(entry));
            }
        }
        return words;
    }

    private void add(long id) {
        words.addAll(kernel.objects().words(id));
        Region sender = kernel.objects().type(id) == ObjectEntry.TYPE_SENDER
                ? kernel.objects().find(id)
                : null;
        if (sender != null && NameIndex.isNamed(sender)) {
            addOfName(NameIndex.read(sender));
        }
    }

    /** What is sent to a name goes to whatever mailslots have that: one of this machine, and an outbox. */
    private void addOfName(String text) {
        try {
            MailslotName name = MailslotName.parse(text);
            addMailslot(name);
            addMailslot(name.toOthers());
        } catch (InvalidNameException damaged) {
            LOG.debug("nobody is woken who receives under the name of a sender: {}", damaged.toString());
        }
    }

    private void addMailslot(MailslotName name) {
        Region mailslot = kernel.objects().find(kernel.names().find(name));
        if (mailslot != null) {
            words.add(ObjectTable.word(mailslot));
            words.add(ObjectTable.roomWord(mailslot));
        }
    }

    void wake() {
        for (SignalWord word : words) {
            word.wake();
        }
    }
}
