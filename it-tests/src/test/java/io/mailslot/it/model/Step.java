package io.mailslot.it.model;

import io.mailslot.Kernel;
import java.io.Serializable;
import java.util.Map;

/** What a process does next. */
sealed interface Step {
    /** What a call does in the model; tells what a child must tell among others. */
    interface InModel {
        Map<String, ?> perform(ModelHome home, ModelProcess caller);
    }

    /** What it does in a child; tells what came of it. */
    interface InChild extends Serializable {
        Map<String, ?> perform(Kernel kernel);
    }

    /**
     * A call, which both do.
     *
     * @param text for whoever reads of a failure
     */
    record Call(String text, InModel inModel, InChild inChild) implements Step {
        @Override
        public String toString() {
            return text;
        }
    }

    /** Nothing to tell: that it is done says it all. */
    static Map<String, ?> done(Runnable deed) {
        deed.run();
        return Map.of();
    }

    /** Another process is started, by nobody of the home. */
    record Start() implements Step {}

    /**
     * A child is started.
     *
     * @param inheriting whether it inherits all that it may
     */
    record Spawn(boolean inheriting) implements Step {}

    /** The process ends well. */
    record Leave() implements Step {}

    /** It is killed. */
    record Kill() implements Step {}

    /** It ends with a code. */
    record Exit(int code) implements Step {}

    /** It ends another process, or itself. */
    record Terminate(int handle, int code) implements Step {}
}
