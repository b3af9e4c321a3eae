package io.mailslot.launcher.demo;

import java.util.List;

/** A child holds a handle to its parent and outlives it. */
final class ParentHandleScene implements Scene {
    private static final String MAILSLOT = "\\\\.\\mailslot\\demo\\obituary";

    @Override
    public String title() {
        return "a child waits for its parent's end";
    }

    @Override
    public List<String> story() {
        return List.of(
                "The pseudo handle -1 means the calling process itself; it is in no table and cannot be inherited: in",
                "the child it means the child. DuplicateHandle turns it into a real handle to the parent, which the",
                "child inherits. With it the child waits for the parent's end and reads its exit code, which it can",
                "do although the parent is gone: the handle keeps the process object.");
    }

    @Override
    public void play(Stage stage) throws InterruptedException {
        Actor receiver = stage.enter("Receiver", ReceiverRole.class, MAILSLOT);
        receiver.table();
        String file = stage.file("parent.txt").toString();
        Actor parent = stage.enter("Parent", MortalParentRole.class, file, MAILSLOT);
        stage.check(
                "the pseudo handle is in no table", List.of(), parent.table().handles());
        int real = Integer.parseInt(parent.fact("real"));
        HandleRow own = parent.table().row(real);
        stage.check("the real handle and the running process: the usage count is 2", 2, own.usageCount());

        HandleRow inherited = parent.table("Child").row(real);
        stage.check("the child has a handle to its parent", own.object(), inherited.object());
        stage.check("the usage count is 3", 3, inherited.usageCount());
        stage.check("the parent runs", "STILL_ACTIVE 259", parent.fact("Child", "before"));
        stage.check("the child waits", "true", parent.fact("Child", "waits"));
        parent.cue();
        stage.check("the parent ends with the code 42", MortalParentRole.EXIT_CODE, parent.end());
        receiver.cue();
        stage.check(
                "the child reports it, and that only its own handle is left",
                WatcherRole.message(true, MortalParentRole.EXIT_CODE, 1),
                receiver.fact("message"));
        stage.check("the receiver ends", 0, receiver.end());
    }
}
