package io.mailslot.remote.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What has come of what was written, by its writers. What comes again is told from what is out of order: a repeat goes back to a
 * number that has been there, and from there on without a gap to where it was. May be used by any thread.
 */
public final class Tally {
    private static final int MOST_FAULTS = 20;

    private final boolean fromTheStart;
    private final Map<Integer, Account> accounts = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();

    /** One writer's. */
    private static final class Account {
        /** Behind the highest that has come. */
        private long next;
        /** What is to come now: less than {@link #next} within a repeat. */
        private long at;
        /** How often something began to come again. */
        private long repeats;
        /** How many came again. */
        private long twice;

        private Account(long first) {
            this.next = first;
            this.at = first;
        }
    }

    private Tally(boolean fromTheStart) {
        this.fromTheStart = fromTheStart;
    }

    /** Of what is to come from its first message on. */
    public static Tally ofAll() {
        return new Tally(true);
    }

    /** Of what is to come from any message on, of those who begin to listen at any time. */
    public static Tally ofTheRest() {
        return new Tally(false);
    }

    /** Counts one. */
    public synchronized void take(byte[] message) {
        if (!Numbered.isWhole(message)) {
            fault("a message of " + message.length + " bytes is not as it was written");
            return;
        }
        int writer = Numbered.writer(message);
        long number = Numbered.number(message);
        Account account = accounts.computeIfAbsent(writer, ignored -> new Account(fromTheStart ? 0 : number));
        if (number > account.at) {
            fault("writer " + writer + ": " + number + " came where " + account.at + " should");
        } else if (number < account.at) {
            account.repeats++;
        }
        if (number < account.next) {
            account.twice++;
        }
        account.at = number + 1;
        account.next = Math.max(account.next, account.at);
    }

    private void fault(String what) {
        if (faults.size() < MOST_FAULTS) {
            faults.add(what);
        }
    }

    /** {@return the number behind the highest of a writer that has come: how many different ones, from the first on} */
    public synchronized long came(int writer) {
        Account account = accounts.get(writer);
        return account == null ? 0 : account.next;
    }

    /** {@return how many different messages have come, from the first on} */
    public synchronized long came() {
        return accounts.values().stream().mapToLong(account -> account.next).sum();
    }

    /** {@return how many have come that had come before} */
    public synchronized long twice() {
        return accounts.values().stream().mapToLong(account -> account.twice).sum();
    }

    /** {@return how often messages began to come again} */
    public synchronized long repeats() {
        return accounts.values().stream().mapToLong(account -> account.repeats).sum();
    }

    /** {@return what was lost, torn or out of order; the first of it} */
    public synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    /** Nothing is lost, torn or out of order. */
    public void requireSound() {
        assertThat(faults()).as("%s", this).isEmpty();
    }

    /** That, and nothing came twice. */
    public void requireOnce() {
        requireSound();
        assertThat(twice()).as("twice: %s", this).isZero();
    }

    @Override
    public synchronized String toString() {
        StringBuilder text = new StringBuilder();
        accounts.forEach((writer, account) -> text.append("writer ")
                .append(writer)
                .append(": ")
                .append(account.next)
                .append(" came, ")
                .append(account.twice)
                .append(" of them twice, in ")
                .append(account.repeats)
                .append(" repeats; "));
        return text.append(faults.size()).append(" faults ").append(faults).toString();
    }
}
