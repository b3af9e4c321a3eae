package io.mailslot.launcher;

import io.mailslot.Kernel;
import io.mailslot.api.ChildOptions;
import io.mailslot.api.Inheritance;
import io.mailslot.launcher.sync.Preparation;
import io.mailslot.launcher.sync.SyncContext;
import java.io.IOException;
import java.util.List;

/** The command line, as those see it that wait, and hold what others wait for. */
final class Synchronizing extends Looking implements SyncContext {
    private final Main main;

    Synchronizing(Main main) {
        super(main);
        this.main = main;
    }

    @Override
    public boolean isTalkSeen() {
        return main.console().terminal().error();
    }

    @Override
    public Kernel attach() {
        return main.attach();
    }

    @Override
    public int interruptibly(Work work) throws IOException {
        Interruption interruption = Interruption.watch();
        try {
            return work.call();
        } finally {
            interruption.close();
        }
    }

    @Override
    public int run(List<String> command, Preparation before) {
        return new Program(main, command)
                .runAfterWait(ChildOptions.defaults().withInheritance(Inheritance.all()), before);
    }

    @Override
    public RuntimeException abandoned(String message) {
        return new CommandFailure(ExitCode.ABANDONED, message);
    }
}
