package io.mailslot.launcher.demo;

import java.util.List;

/** One receiver, two senders: three processes, three handle tables, three kernel objects. */
final class TwoSendersScene implements Scene {
    private static final String MAILSLOT = "\\\\.\\mailslot\\demo\\orders";

    @Override
    public String title() {
        return "one receiver, two senders";
    }

    @Override
    public List<String> story() {
        return List.of(
                "A receiver creates a mailslot; two senders open it by its name and write. A mailslot is one-way, and",
                "each message arrives whole. Create and open each make a kernel object and enter it into the handle",
                "table of the process that called, so each usage count is 1.");
    }

    @Override
    public void play(Stage stage) throws InterruptedException {
        Actor receiver = stage.enter("Receiver", ReceiverRole.class, MAILSLOT);
        HandleRow created = receiver.table().only("RECEIVER");
        Actor senderA = stage.enter("Sender A", SenderRole.class, MAILSLOT, "two coffees");
        HandleRow openedA = senderA.table().only("SENDER");
        Actor senderB = stage.enter("Sender B", SenderRole.class, MAILSLOT, "one tea");
        HandleRow openedB = senderB.table().only("SENDER");
        checkTables(stage, List.of(created, openedA, openedB));

        senderA.cue();
        stage.check("sender A's message is accepted", Report.DONE, senderA.fact("write"));
        senderB.cue();
        stage.check("sender B's message is accepted", Report.DONE, senderB.fact("write"));
        receiver.cue();
        stage.check("the first read takes the older message", "two coffees", receiver.fact("message"));
        receiver.cue();
        stage.check("the second read takes the other one", "one tea", receiver.fact("message"));

        stage.check("the receiver ends", 0, receiver.end());
        senderA.cue();
        stage.check("sender A is told that nobody can read any more", "ERROR_HANDLE_EOF 38", senderA.fact("write"));
        stage.check("sender A ends", 0, senderA.end());
        stage.check("sender B ends", 0, senderB.end());
    }

    private static void checkTables(Stage stage, List<HandleRow> rows) {
        stage.check(
                "handles are multiples of 4 from 4 up",
                true,
                rows.stream().allMatch(row -> row.handle() >= 4 && row.handle() % 4 == 0));
        stage.check(
                "three calls made three kernel objects",
                3L,
                rows.stream().map(HandleRow::object).distinct().count());
        stage.check(
                "each has a usage count of 1",
                List.of(1, 1, 1),
                rows.stream().map(HandleRow::usageCount).toList());
    }
}
