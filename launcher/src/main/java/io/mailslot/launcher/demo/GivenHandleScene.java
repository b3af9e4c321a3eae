package io.mailslot.launcher.demo;

import java.util.List;

/** A handle is put into a process that runs already, and taken away again. */
final class GivenHandleScene implements Scene {
    private static final String MAILSLOT = "\\\\.\\mailslot\\demo\\given";

    @Override
    public String title() {
        return "a handle for a running process";
    }

    @Override
    public List<String> story() {
        return List.of(
                "Two processes that are not related. One opens the other with the right PROCESS_DUP_HANDLE and",
                "duplicates its sender into the other's table. Nobody tells the other: the number travels in a file.",
                "Later the first one closes that handle from outside, and the number means nothing any more.");
    }

    @Override
    public void play(Stage stage) throws InterruptedException {
        Actor receiver = stage.enter("Receiver", ReceiverRole.class, MAILSLOT);
        receiver.table();
        String file = stage.file("given.txt").toString();
        Actor taker = stage.enter("Taker", TakerRole.class, file);
        String pid = taker.fact("pid");
        stage.check("the taker's table is empty", List.of(), taker.table().handles());
        Actor giver = stage.enter("Giver", GiverRole.class, MAILSLOT, pid, file);
        HandleRow source = giver.table().only("SENDER");
        stage.check("two tables name the sender: its usage count is 2", 2, source.usageCount());
        int there = Integer.parseInt(giver.fact("there"));

        taker.cue();
        HandleRow given = taker.table().row(there);
        stage.check("the taker has a handle it never asked for", source.object(), given.object());
        stage.check("it writes through it", Report.DONE, taker.fact("write"));
        giver.cue();
        stage.check("the giver closes it from outside", Report.DONE, giver.fact("taken"));
        stage.check(
                "the usage count is 1 again", 1, giver.table().only("SENDER").usageCount());
        taker.cue();
        stage.check("the taker's table is empty again", List.of(), taker.table().handles());
        stage.check("the number means nothing there any more", "ERROR_INVALID_HANDLE 6", taker.fact("write"));
        receiver.cue();
        stage.check("the receiver got the message", "written through handle " + there, receiver.fact("message"));
        stage.check("the giver ends", 0, giver.end());
        stage.check("the taker ends", 0, taker.end());
        stage.check("the receiver ends", 0, receiver.end());
    }
}
