package io.mailslot.inspect;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.HomeException;
import io.mailslot.api.MailslotException;
import io.mailslot.api.MailslotNotFoundException;
import io.mailslot.api.ObjectNotFoundException;
import io.mailslot.api.Receiver;
import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.log.LogDamagedException;
import io.mailslot.internal.log.UnreadView;
import io.mailslot.internal.memory.IoFailures;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.object.Cursors;
import io.mailslot.internal.object.KernelFile;
import io.mailslot.internal.object.MailslotName;
import io.mailslot.internal.object.NameIndex;
import io.mailslot.internal.object.ObjectName;
import io.mailslot.internal.object.ObjectTable;
import io.mailslot.internal.object.ReceiverWords;
import io.mailslot.internal.object.UsageCounts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Looks at the messages of one mailslot. */
final class MailslotPeek {
    private final HomePaths home;
    private final String name;
    private final PeekOptions options;

    MailslotPeek(HomePaths home, String name, PeekOptions options) {
        this.home = home;
        this.name = name;
        this.options = options;
    }

    /** Where its messages lie, and whose they are. */
    private record Place(Path folder, List<ReceiverWords> receivers) {
        /** Of the one that lags most; what is gone needs nothing. */
        long cursor() {
            long lowest = UnreadView.GONE;
            for (ReceiverWords receiver : receivers) {
                long cursor = receiver.cursor().read();
                lowest = receiver.cursor().isCurrent() ? Math.min(lowest, cursor) : lowest;
            }
            return lowest;
        }
    }

    long show(Receiver.Viewer viewer) throws IOException {
        Place place = new StableReading(home.kernelData())
                .read(this::find)
                .map(StableReading.Result::value)
                .orElseThrow(this::missing);
        long[] shown = {0};
        try (UnreadView view = UnreadView.open(place.folder(), place::cursor)) {
            long from = Math.max(0, view.end() - options.last());
            view.show(from, options.most(), (number, message) -> {
                shown[0]++;
                return viewer.view(number, ByteBuffer.wrap(message).asReadOnlyBuffer());
            });
        } catch (IOException | LogDamagedException failure) {
            if (Files.notExists(place.folder())) {
                return shown[0]; // it went while it was looked at
            }
            throw translated(place.folder(), failure);
        }
        return shown[0];
    }

    private MailslotException translated(Path folder, Exception failure) {
        String action = "look at the messages of mailslot '" + name + "'";
        IOException unseen = failure instanceof LogDamagedException damaged ? damaged.unseen() : (IOException) failure;
        return unseen == null
                ? new HomeException(ErrorCode.FILE_CORRUPT, "cannot " + action + ": " + failure.getMessage(), failure)
                : IoFailures.translate(action, folder, unseen);
    }

    private Place find(KernelFile file) {
        String key = MailslotName.parse(name).key();
        ObjectTable objects = new ObjectTable(file);
        for (int i = 0; i < objects.highWater(); i++) {
            Region entry = objects.entry(i);
            if (entry.getIntVolatile(ObjectEntry.TYPE_OFFSET) == ObjectEntry.TYPE_MAILSLOT
                    && ObjectName.keyOf(ObjectEntry.TYPE_MAILSLOT, NameIndex.read(entry))
                            .equals(key)) {
                return new Place(UsageCounts.folder(home, objects.id(i), entry), receivers(objects, entry));
            }
        }
        throw missing();
    }

    private List<ReceiverWords> receivers(ObjectTable objects, Region mailslot) {
        List<ReceiverWords> receivers =
                new ArrayList<>(MailslotReader.receivers(objects, mailslot).values());
        options.cursor().ifPresent(cursor -> {
            receivers.removeIf(receiver -> !Cursors.isCursor(receiver.entry())
                    || !Cursors.key(Cursors.name(receiver.entry())).equals(Cursors.key(cursor)));
            if (receivers.isEmpty()) {
                throw new ObjectNotFoundException("mailslot '" + name + "' has no cursor '" + cursor + "'");
            }
        });
        return receivers;
    }

    private MailslotNotFoundException missing() {
        return new MailslotNotFoundException("no mailslot '" + name + "' in " + home.root());
    }
}
