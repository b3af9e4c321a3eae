package io.mailslot.launcher.act;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.InvalidHandleException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** A command that does something to a process of the home, after it has said so and was told to. */
abstract class ActCommand implements Callable<Integer> {
    /** Of what {@code --json} prints; as that of the looks. */
    private static final int SCHEMA = 1;

    @ParentCommand
    private ActParent parent;

    @Option(names = "--json", description = "Print what was done as one JSON object.")
    private boolean json;

    @Mixin
    private Consent consent;

    /** What is to be done. */
    interface Deed {
        /** {@return it in words, as in "close handle 28"} */
        String words();

        /** Tells it to programs. */
        void describe(Map<String, Object> document);

        /**
         * Does it.
         *
         * @param document is told what came of it
         */
        void run(Map<String, Object> document);

        /** {@return what has been made so far, which nobody finds who is not told of it; null for nothing} */
        default String made() {
            return null;
        }
    }

    /** Finds out what is to be done. */
    abstract Deed deed(ActContext context);

    @Override
    public final Integer call() throws IOException {
        ActContext context = parent.acts();
        Deed deed = deed(context);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", SCHEMA);
        deed.describe(document);
        boolean given = consent.isGiven(context, deed.words());
        document.put("done", given);
        try {
            if (given) {
                run(context, deed, document);
            }
            if (json) {
                context.json(document);
            } else if (deed.made() != null) {
                context.line(deed.made());
            }
            context.flush();
        } catch (IOException | RuntimeException untold) {
            if (deed.made() != null) {
                context.say(deed.made() + " was made all the same");
            }
            throw untold;
        }
        return given ? 0 : consent.refused(context);
    }

    private static void run(ActContext context, Deed deed, Map<String, Object> document) {
        try {
            deed.run(document);
        } catch (InvalidHandleException gone) {
            throw context.failure(ErrorCode.FILE_NOT_FOUND, gone.getMessage() + "; nothing was done");
        }
    }
}
