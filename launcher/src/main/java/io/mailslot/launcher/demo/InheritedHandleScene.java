package io.mailslot.launcher.demo;

import java.util.List;

/** A child writes through a handle that its parent opened. */
final class InheritedHandleScene implements Scene {
    private static final String MAILSLOT = "\\\\.\\mailslot\\demo\\inherited";

    @Override
    public String title() {
        return "a child inherits a handle";
    }

    @Override
    public List<String> story() {
        return List.of(
                "A parent opens a sender with the inherit flag, writes the handle's number into a file and starts a",
                "child with inheritance. The child finds the same object under the same number: two handle tables",
                "name it now, so its usage count is 2. When the child ends it is 1 again. CreateProcess also gives the",
                "parent a handle to the child's process object; a running process counts itself there.");
    }

    @Override
    public void play(Stage stage) throws InterruptedException {
        Actor receiver = stage.enter("Receiver", ReceiverRole.class, MAILSLOT);
        receiver.table();
        String file = stage.file("handle.txt").toString();
        Actor parent = stage.enter("Parent", ParentRole.class, MAILSLOT, file, ParentRole.INHERIT);

        HandleRow opened = parent.table().only("SENDER");
        stage.check("the parent's handle has the inherit flag", "INHERIT", opened.flags());
        stage.check("one handle names the object: its usage count is 1", 1, opened.usageCount());
        HandleRow shared = parent.table().row(opened.handle());
        stage.check("the child exists and has the handle too: the usage count is 2", 2, shared.usageCount());

        HandleRow inherited = parent.table("Child").only("SENDER");
        stage.check("the child has the handle under the same number", opened.handle(), inherited.handle());
        stage.check("it names the same object", opened.object(), inherited.object());
        stage.check("its rights are inherited unchanged", opened.access(), inherited.access());
        stage.check("its inherit flag too", opened.flags(), inherited.flags());
        stage.check("the child sees the usage count 2 as well", 2, inherited.usageCount());
        String write = parent.fact("Child", "write " + opened.handle());
        stage.check("the child writes through the number it read from the file", Report.DONE, write);

        stage.check("the child ends", "0", parent.fact("exit"));
        HandleTable left = parent.table();
        HandleRow sender = left.row(opened.handle());
        stage.check("the child's handles went with it: the usage count is 1 again", 1, sender.usageCount());
        stage.check(
                "only the parent's handle keeps the process object",
                1,
                left.only("PROCESS").usageCount());
        receiver.cue();
        String expected = "hello from the child through handle " + opened.handle();
        stage.check("the receiver got the child's message", expected, receiver.fact("message"));
        stage.check("the parent ends", 0, parent.end());
        stage.check("the receiver ends", 0, receiver.end());
    }
}
