package io.mailslot.it.soak;

import io.mailslot.it.slot.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What was written against what was got, after a soak. */
final class SoakAccounts {
    /** How the names of files begin: of streams and of their crumbs, of what was taken, of what was looked at. */
    static final String STREAM = "stream-";

    static final String CRUMBS = "crumbs-";
    static final String TAKEN = "taken-";
    static final String SEEN = "seen-";

    private static final int MOST_FINDINGS = 20;

    /** What was got of a mailslot through one receiver, by all who shared it or had it one after the other. */
    private static final class Got {
        final Map<Integer, BitSet> numbers = new TreeMap<>();
        final int[] crumbs = new int[SoakMessage.TAGS];
        long messages;

        boolean add(int stream, int number) {
            messages++;
            BitSet seen = numbers.computeIfAbsent(stream, key -> new BitSet());
            boolean isNew = !seen.get(number);
            seen.set(number);
            return isNew;
        }

        void addCrumb(int tag) {
            messages++;
            crumbs[tag]++;
        }
    }

    private final Path folder;
    private final List<String> findings = new ArrayList<>();
    private final Map<Integer, Progress> streams = new TreeMap<>();
    private final Map<Integer, Progress> crumbs = new TreeMap<>();
    private final Map<SoakSlot, Got> taken = new EnumMap<>(SoakSlot.class);
    private final Got seen = new Got();
    private long unreported;
    private long repeats;

    private SoakAccounts(Path folder) {
        this.folder = folder;
    }

    /**
     * Reads the files and compares.
     *
     * @param survivors who listened from beginning to end
     */
    static SoakAccounts of(Path folder, Map<SoakSlot, SoakListener> survivors) throws IOException {
        SoakAccounts accounts = new SoakAccounts(folder);
        accounts.open(STREAM, accounts.streams);
        accounts.open(CRUMBS, accounts.crumbs);
        for (SoakSlot slot : List.of(SoakSlot.PLAIN, SoakSlot.LARGE, SoakSlot.LEDGER)) {
            accounts.readTaken(slot);
            accounts.compareTaken(slot);
        }
        accounts.readSeen();
        accounts.compareSeen();
        survivors.forEach(accounts::compareHeard);
        return accounts;
    }

    List<String> findings() {
        return findings;
    }

    /** Messages that somebody must have taken, but did not live to write down. */
    long unreported() {
        return unreported;
    }

    /** Messages that were looked at more than once. */
    long repeats() {
        return repeats;
    }

    long messages() {
        return seen.messages
                + taken.values().stream().mapToLong(got -> got.messages).sum();
    }

    int streams() {
        return streams.size();
    }

    private void find(String finding) {
        if (findings.size() < MOST_FINDINGS) {
            findings.add(finding);
        }
    }

    private void open(String prefix, Map<Integer, Progress> into) throws IOException {
        for (Path file : files(prefix)) {
            into.put(Integer.parseInt(file.getFileName().toString().substring(prefix.length())), Progress.open(file));
        }
    }

    private List<Path> files(String prefix) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .sorted()
                    .toList();
        }
    }

    private void readTaken(SoakSlot slot) throws IOException {
        Got got = new Got();
        taken.put(slot, got);
        for (Path file : files(TAKEN + slot + "-")) {
            Map<Integer, Integer> last = new HashMap<>();
            SoakLog.replay(file, new SoakLog.Entries() {
                @Override
                public void message(int stream, int number, long place) {
                    Integer before = last.put(stream, number);
                    if (before != null && before >= number) {
                        find(file.getFileName() + ": " + number + " of stream " + stream + " after " + before);
                    }
                    if (!got.add(stream, number)) {
                        find(file.getFileName() + ": " + number + " of stream " + stream + " a second time");
                    }
                }

                @Override
                public void crumb(int tag, long place) {
                    got.addCrumb(tag);
                }
            });
        }
    }

    /** What was written and not taken; the caller knows how many were killed who may have taken it. */
    private void compareTaken(SoakSlot slot) {
        Got got = taken.get(slot);
        streams.forEach((stream, progress) -> {
            if (SoakSlot.ofStream(stream) == slot) {
                unreported += missing(stream, progress, got.numbers.getOrDefault(stream, new BitSet()));
            }
        });
        unreported += missingCrumbs(slot, got.crumbs);
    }

    /** How many of a stream nobody got. What a writer died over is there in full or not at all. */
    private int missing(int stream, Progress progress, BitSet numbers) {
        int last = numbers.length() - 1;
        if (last > progress.begun()) {
            find("stream " + stream + " has number " + last + ", of " + progress.begun());
        }
        int written = last > progress.written() ? progress.begun() : progress.written();
        return written - numbers.get(1, written + 1).cardinality();
    }

    private long missingCrumbs(SoakSlot slot, int[] got) {
        int[] written = new int[got.length];
        int[] begun = new int[got.length];
        crumbs.forEach((stream, progress) -> {
            if (SoakSlot.ofStream(stream) == slot) {
                int tag = SoakMessage.tag(stream);
                written[tag] += progress.written();
                begun[tag] += progress.begun();
            }
        });
        long missing = 0;
        for (int tag = 0; tag < got.length; tag++) {
            missing += Math.max(0, written[tag] - got[tag]);
            if (got[tag] > begun[tag]) {
                find(slot + ": " + got[tag] + " crumbs with tag " + tag + ", of " + begun[tag]);
            }
        }
        return missing;
    }

    /** All looks at the durable mailslot: what lies at a place stays the same. */
    private void readSeen() throws IOException {
        Map<Long, Long> places = new HashMap<>();
        for (Path file : files(SEEN)) {
            SoakLog.replay(file, new SoakLog.Entries() {
                @Override
                public void message(int stream, int number, long place) {
                    if (isFirst(place, ((long) stream << 32) + number) && !seen.add(stream, number)) {
                        find(number + " of stream " + stream + " at another place, " + place);
                    }
                }

                @Override
                public void crumb(int tag, long place) {
                    if (isFirst(place, -1 - tag)) {
                        seen.addCrumb(tag);
                    }
                }

                private boolean isFirst(long place, long content) {
                    Long before = places.put(place, content);
                    repeats += before == null ? 0 : 1;
                    if (before != null && before != content) {
                        find("at " + place + " there was " + before + ", and is " + content);
                    }
                    return before == null;
                }
            });
        }
        for (long place = 0; place < places.size(); place++) {
            if (!places.containsKey(place)) {
                find("nobody saw what lies at " + place);
            }
        }
    }

    private void compareSeen() {
        streams.forEach((stream, progress) -> {
            BitSet numbers = seen.numbers.getOrDefault(stream, new BitSet());
            if (SoakSlot.ofStream(stream) == SoakSlot.LEDGER && missing(stream, progress, numbers) != 0) {
                find("of stream " + stream + ", of " + progress.written() + ", were seen " + numbers.cardinality());
            }
        });
        if (missingCrumbs(SoakSlot.LEDGER, seen.crumbs) != 0) {
            find("some crumbs of the ledger nobody saw");
        }
    }

    private void compareHeard(SoakSlot slot, SoakListener survivor) {
        long least = 0;
        long most = 0;
        for (Map<Integer, Progress> kind : List.of(streams, crumbs)) {
            for (Map.Entry<Integer, Progress> each : kind.entrySet()) {
                if (SoakSlot.ofStream(each.getKey()) == slot) {
                    least += each.getValue().written();
                    most += each.getValue().begun();
                }
            }
        }
        if (survivor.known() < least || survivor.known() > most) {
            find("of " + slot + " were heard or missed " + survivor.known() + ", but written " + least + " to " + most);
        }
        streams.forEach((stream, progress) -> {
            int last = survivor.last().getOrDefault(stream, 0);
            if (SoakSlot.ofStream(stream) == slot
                    && !slot.drops()
                    && last != progress.written()
                    && last != progress.begun()) {
                find("stream " + stream + " of " + slot + " was heard up to " + last + ", but written up to "
                        + progress.written() + " and begun up to " + progress.begun());
            }
        });
    }
}
