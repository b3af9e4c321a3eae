package io.mailslot.testkit;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What waits, crash control and the end of a child have in common of it.
 *
 * @param parts what it was started as
 * @param view it from outside
 * @param conversation it, as far as the kit is in it
 * @param breakpoint null if the test is not its debugger
 */
record Watched(
        TestRun run,
        ChildSpec.Parts parts,
        String name,
        Process process,
        ChildFiles files,
        ChildView view,
        Conversation conversation,
        @Nullable Breakpoint breakpoint,
        Fate fate,
        Waits waits) {
    static Watched of(
            TestRun run,
            ChildSpec.Parts parts,
            String name,
            Process process,
            Conversation conversation,
            @Nullable Breakpoint breakpoint) {
        ChildFiles files = ChildFiles.of(run.folder(), name);
        Fate fate = new Fate();
        ChildView view = new ChildView(name, parts.isJvm(), process, conversation, files, breakpoint, run::changed);
        Waits waits = new Waits(run, name, view, fate);
        return new Watched(run, parts, name, process, files, view, conversation, breakpoint, fate, waits);
    }

    Path home() {
        return run.home();
    }
}
