package io.mailslot.launcher;

import io.mailslot.Kernel;
import io.mailslot.launcher.act.ActContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The command line, as the commands see it that change a home. */
class Acting extends Looking implements ActContext {
    private final Main main;

    Acting(Main main) {
        super(main);
        this.main = main;
    }

    @Override
    public Kernel attach() {
        return main.attach();
    }

    @Override
    public Interruptible interruptible() {
        return Interruption.watch();
    }

    @Override
    public boolean canAsk() {
        return main.console().terminal().input() && main.console().terminal().error();
    }

    @Override
    public String ask(String question) throws IOException {
        main.console().err().print("mailslot: " + Printable.line(question));
        main.console().err().flush();
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        for (int read = main.console().in().read();
                read >= 0 && read != '\n';
                read = main.console().in().read()) {
            answer.write(read);
        }
        return answer.toString(StandardCharsets.UTF_8);
    }

    @Override
    public RuntimeException noSuchMailslot(String name, String advice, RuntimeException cause) {
        return main.noSuchMailslot(name, advice, cause);
    }
}
