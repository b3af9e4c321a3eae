package io.mailslot.remote.internal.nats;

import io.mailslot.remote.internal.link.Link.Computer;
import io.nats.client.Message;
import io.nats.client.Subscription;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Asks who is there, and answers. An answer is the machine's name and the mailslots that it takes messages for, a line each. It is
 * for people to look at: no server makes sure that who answers is who he says.
 */
final class Hello {
    /** An answer goes nowhere else: who asks could name a subject on which only this machine may publish. */
    private static final String INBOX = "_INBOX.";

    private final Subjects subjects;
    private final String machine;
    private final Supplier<Collection<String>> slots;

    Hello(Subjects subjects, String machine, Supplier<Collection<String>> slots) {
        this.subjects = subjects;
        this.machine = machine;
        this.slots = slots;
    }

    /** Answers as long as the session lasts. */
    void answer(Session session) {
        session.connection()
                .createDispatcher(question -> {
                    if (question.getReplyTo() != null && question.getReplyTo().startsWith(INBOX)) {
                        session.connection().publish(question.getReplyTo(), encoded());
                    }
                })
                .subscribe(subjects.hello());
    }

    private byte[] encoded() {
        List<String> lines = new ArrayList<>();
        lines.add(machine);
        lines.addAll(new TreeSet<>(slots.get()));
        return String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    }

    /** Asks, and takes answers until the time is over. */
    List<Computer> ask(Session session, Duration time) throws InterruptedException {
        String inbox = session.connection().createInbox();
        Subscription answers = session.connection().subscribe(inbox);
        try {
            long began = System.nanoTime();
            session.connection().publish(subjects.hello(), inbox, new byte[0]);
            Map<String, Computer> found = new TreeMap<>();
            while (true) {
                long left = time.toNanos() - (System.nanoTime() - began);
                Message answer = left <= 0 ? null : answers.nextMessage(Duration.ofNanos(left));
                if (answer == null) {
                    return List.copyOf(found.values());
                }
                if (!answer.isStatusMessage()) {
                    Computer computer = decoded(answer.getData(), (System.nanoTime() - began) / 1_000);
                    found.putIfAbsent(computer.name(), computer);
                }
            }
        } finally {
            if (answers.isActive()) {
                answers.unsubscribe();
            }
        }
    }

    private static Computer decoded(byte[] answer, long micros) {
        List<String> lines = new String(answer, StandardCharsets.UTF_8).lines().toList();
        return lines.isEmpty()
                ? new Computer("", List.of(), micros)
                : new Computer(lines.get(0), lines.subList(1, lines.size()), micros);
    }
}
