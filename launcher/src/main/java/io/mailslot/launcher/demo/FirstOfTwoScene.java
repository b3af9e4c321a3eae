package io.mailslot.launcher.demo;

import java.util.List;

/** A parent waits for a message or its child's end, whichever comes first. */
final class FirstOfTwoScene implements Scene {
    private static final String MAILSLOT = "\\\\.\\mailslot\\demo\\progress";

    @Override
    public String title() {
        return "a message or the child's end, whichever comes first";
    }

    @Override
    public List<String> story() {
        return List.of(
                "A parent waits for two things at once: a message of its child, and the child's end. A receiver is",
                "signaled while it has an unread message, a process once it has ended and for ever after. The wait",
                "sleeps without using the processor, and tells which one it was.");
    }

    @Override
    public void play(Stage stage) throws InterruptedException {
        Actor parent = stage.enter("Parent", WaitingParentRole.class, MAILSLOT);
        parent.table();
        stage.check("the message comes first", "0", parent.fact("signaled"));
        stage.check("the parent reads it", "half done", parent.fact("message"));
        stage.check("then the second message", "0", parent.fact("signaled"));
        stage.check("the parent reads that too", "all done", parent.fact("message"));
        stage.check("then the child's end", "1", parent.fact("signaled"));
        String code = String.valueOf(TalkativeChildRole.EXIT_CODE);
        stage.check("the exit code is there by then", code, parent.fact("exit"));
        stage.check("the parent ends", 0, parent.end());
    }
}
