package io.mailslot.it.soak;

import io.mailslot.it.storm.StormTable;

/**
 * What a soak came to.
 *
 * @param takersKilled how many were killed that may have taken a message and not written it down
 * @param fills how often the file system was full for a moment
 * @param questions how many were asked and answered
 * @param late how many answers came so late that somebody may not have been told
 * @param freeBytes on the file system, after all was read and deleted; negative before that
 */
record SoakReport(
        long seed,
        long millis,
        int kills,
        int takersKilled,
        int stops,
        int fills,
        int questions,
        int late,
        long freeBytes,
        SoakTally tally,
        SoakAccounts accounts) {
    /** The same once it is known how much is free in the end. */
    SoakReport inTheEnd(long freeBytesThen) {
        return new SoakReport(
                seed, millis, kills, takersKilled, stops, fills, questions, late, freeBytesThen, tally, accounts);
    }

    @Override
    public String toString() {
        StormTable table = new StormTable()
                .row("seed", seed)
                .row("duration", millis / 1e3 + " s")
                .row("kills", kills + ", of those who take " + takersKilled)
                .row("stops", stops)
                .row("times the disk was full", fills)
                .row("streams", accounts.streams());
        tally.addTo(table);
        return table.row("messages taken or looked at", accounts.messages())
                .row("taken, not written down", accounts.unreported())
                .row("looked at again", accounts.repeats())
                .row("questions answered", questions)
                .row("answered late", late)
                .row("free in the end", freeBytes < 0 ? "not known yet" : (freeBytes >> 10) + " KiB")
                .row("findings", accounts.findings())
                .toString();
    }
}
