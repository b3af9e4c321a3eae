package io.mailslot.launcher.demo;

import java.util.List;

/** Of two handles only the one with the inherit flag reaches the child. */
final class InheritFlagScene implements Scene {
    private static final String MAILSLOT = "\\\\.\\mailslot\\demo\\flags";

    @Override
    public String title() {
        return "no flag, no handle";
    }

    @Override
    public List<String> story() {
        return List.of(
                "A parent opens the same mailslot twice, once with the inherit flag and once without, and starts a",
                "child with inheritance. Knowing a number is not enough: the handle without the flag is not in the",
                "child's table, and its object's usage count stays 1.");
    }

    @Override
    public void play(Stage stage) throws InterruptedException {
        Actor receiver = stage.enter("Receiver", ReceiverRole.class, MAILSLOT);
        receiver.table();
        String file = stage.file("handles.txt").toString();
        Actor parent = stage.enter("Parent", ParentRole.class, MAILSLOT, file, ParentRole.INHERIT, ParentRole.PLAIN);

        List<HandleRow> opened = parent.table().rows();
        stage.check("the parent has two handles", 2, opened.size());
        int flagged = opened.get(0).handle();
        int plain = opened.get(1).handle();
        stage.check("the first has the inherit flag", "INHERIT", opened.get(0).flags());
        stage.check("the second has no flag", "-", opened.get(1).flags());

        HandleTable during = parent.table();
        stage.check("the flagged object is used twice", 2, during.row(flagged).usageCount());
        stage.check("the other one only once", 1, during.row(plain).usageCount());

        stage.check(
                "only the flagged handle is in the child's table",
                List.of(flagged),
                parent.table("Child").handles());
        stage.check("the child writes through it", Report.DONE, parent.fact("Child", "write " + flagged));
        stage.check(
                "the other number means nothing there",
                "ERROR_INVALID_HANDLE 6",
                parent.fact("Child", "write " + plain));

        stage.check("the child ends", "0", parent.fact("exit"));
        parent.table();
        receiver.cue();
        String expected = "hello from the child through handle " + flagged;
        stage.check("the receiver got the one message", expected, receiver.fact("message"));
        stage.check("the parent ends", 0, parent.end());
        stage.check("the receiver ends", 0, receiver.end());
    }
}
