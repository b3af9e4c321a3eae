package io.mailslot.launcher;

import io.mailslot.launcher.bench.BenchContext;

/** The command line, as the benchmark sees it. */
final class Benching extends Acting implements BenchContext {
    private static final String BEGIN = "\r";
    private static final String REST_OF_LINE = "\u001b[K";

    private final Main main;

    Benching(Main main) {
        super(main);
        this.main = main;
    }

    @Override
    public boolean isTalkSeen() {
        return main.console().terminal().error() && main.console().terminal().obeys();
    }

    @Override
    public void progress(String line) {
        // The last column stays free: what ends there would take another line.
        String shown = Table.shortened(line, main.console().terminal().width() - 1);
        main.console().err().print(BEGIN + shown + REST_OF_LINE);
        main.console().err().flush();
    }
}
