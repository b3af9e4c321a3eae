package io.mailslot.internal.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Reads a run of which a page cannot be had, and once more when that is there again; tells what it has found. */
final class MissingPage {
    private MissingPage() {}

    /** Arguments: folder of an empty log. */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        try (MessageLog log = MessageLog.open(folder, StillNeededStub.ALL, PidProbe::alive)) {
            Documents.append(log, new byte[20_000]);
            Documents.append(log, new byte[10]);
            for (int i = 0; i < 5; i++) {
                log.writer().append(ByteBuffer.allocate(16));
            }
            LogReader reader = log.reader();
            reader.find(MessageLog.firstCursor()); // which lies where the page is missing later
            tellOf(reader, reader.following());
            long last = Cursor.at(log.control().states().committed()); // a run, the first that the reader comes to
            Path arena = folder.resolve(Arena.FILE);
            byte[] content = Files.readAllBytes(arena);

            Files.write(arena, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
            try {
                tellOf(reader, last);
            } catch (InternalError missing) {
                System.out.println("missing");
            }
            Files.write(arena, content);

            tellOf(reader, last);
        }
    }

    private static void tellOf(LogReader reader, long cursor) {
        System.out.println(reader.find(cursor) ? "found " + reader.size() : "nothing");
    }
}
