package io.mailslot.it.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.api.Inheritance;
import io.mailslot.api.MailslotException;
import io.mailslot.it.harness.Deadline;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildSpec;
import io.mailslot.testkit.Jvms;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.awaitility.core.ConditionTimeoutException;

/** One run of random steps: each is done by a child and by the model, and what both tell is compared. */
final class ModelRun {
    /** Of a process whose parent is gone. */
    private static final int UNKNOWN = -1;

    private static final int REMEMBERED = 40;

    private final Jvms jvms;
    private final long seed;
    private final ModelHome model = new ModelHome();
    private final ModelEnds ends = new ModelEnds(model);
    private final Choices choices;
    private final StateComparison comparison;
    private final Map<ModelProcess, Child> children = new HashMap<>();
    private final Deque<String> steps = new ArrayDeque<>();

    ModelRun(Jvms jvms, long seed) {
        this.jvms = jvms;
        this.seed = seed;
        this.choices = new Choices(new Random(seed), model);
        this.comparison = new StateComparison(model, jvms.home());
    }

    /**
     * What a call must tell.
     *
     * @param codes of its failure, of which each is right; 0 if it succeeds
     * @param values what it must tell among others
     */
    private record Expected(Set<Integer> codes, Map<String, ?> values) {}

    /**
     * What it has told.
     *
     * @param code of its failure; 0 if it has succeeded
     * @param values what it tells
     */
    private record Told(int code, HashMap<String, Object> values) implements Serializable {}

    void run(int count) {
        for (int i = 0; i < 2; i++) {
            start();
        }
        for (int i = 0; i < count; i++) {
            ModelProcess caller = choices.process();
            Step step = choices.next(caller);
            remember(i + " " + caller + " " + step);
            int before = model.running().size();
            perform(caller, step);
            compare(model.running().size() < before);
        }
    }

    private void perform(ModelProcess caller, Step step) {
        if (step instanceof Step.Call call) {
            Step.InChild deed = call.inChild();
            verify(expected(() -> call.inModel().perform(model, caller)), tell(caller, deed));
        } else if (step instanceof Step.Start) {
            start();
        } else if (step instanceof Step.Spawn spawn) {
            spawn(caller, spawn.inheriting());
        } else if (step instanceof Step.Terminate terminate) {
            terminate(caller, terminate.handle(), terminate.code());
        } else {
            end(caller, step);
        }
    }

    private interface InModel {
        Map<String, ?> perform();
    }

    private static Expected expected(InModel deed) {
        try {
            return new Expected(Set.of(0), deed.perform());
        } catch (Refusal refusal) {
            return new Expected(refusal.codes(), Map.of());
        }
    }

    private Told tell(ModelProcess caller, Step.InChild deed) {
        return children.get(caller).call(c -> {
            try {
                return new Told(0, new HashMap<>(deed.perform(c.kernel())));
            } catch (MailslotException e) {
                return new Told(e.errorCode().value(), new HashMap<>());
            }
        });
    }

    private void start() {
        Child child = named(jvms.jvm()).start();
        greet(model.start(child.pid(), null, new TreeMap<>()), child);
    }

    private ChildSpec named(ChildSpec spec) {
        return spec.withName("P" + model.processes().size());
    }

    private void greet(ModelProcess process, Child child) {
        children.put(process, child);
        child.run(c -> c.kernel());
    }

    private void spawn(ModelProcess caller, boolean inheriting) {
        Child child = named(jvms.jvm())
                .startedBy(children.get(caller))
                .withInheritance(inheriting ? Inheritance.all() : Inheritance.none())
                .start();
        ModelProcess process = ends.spawn(caller, inheriting);
        process.name = Long.toString(child.pid());
        greet(process, child);
    }

    private void end(ModelProcess caller, Step step) {
        Child child = children.get(caller);
        if (step instanceof Step.Exit exit) {
            int code = exit.code();
            ends.exit(caller, code);
            assertThat(child.begin(c -> System.exit(code)).awaitEnd().code()).isIn(code, UNKNOWN);
        } else if (step instanceof Step.Kill) {
            ends.kill(caller);
            child.killNow();
        } else {
            ends.exit(caller, 0);
            child.run(c -> c.kernel().close());
            jvms.all(child);
        }
    }

    private void terminate(ModelProcess caller, int handle, int code) {
        Expected expected = expected(() -> Step.done(() -> ends.terminate(caller, handle, code)));
        children.forEach((process, child) -> {
            if (!process.isRunning()) {
                child.expectEnd();
            }
        });
        if (caller.isRunning()) {
            verify(
                    expected,
                    tell(
                            caller,
                            kernel -> Step.done(() -> kernel.process(handle).terminate(code))));
        } else {
            Child itself =
                    children.get(caller).begin(c -> c.kernel().process(handle).terminate(code));
            assertThat(itself.awaitEnd().code())
                    .isIn(code & 0xFF, UNKNOWN); // as by an exit, of which the system keeps so much
        }
    }

    private void verify(Expected expected, Told told) {
        boolean same = expected.codes().contains(told.code())
                && expected.values().entrySet().stream()
                        .allMatch(each -> each.getValue().equals(told.values().get(each.getKey())));
        if (!same) {
            throw difference("expected " + expected + ", got " + told);
        }
    }

    /** At once; but the end of a process is seen by others when they have been told of it. */
    private void compare(boolean anEnd) {
        List<String> differences = comparison.differences();
        if (anEnd && !differences.isEmpty()) {
            differences = settled();
        }
        if (!differences.isEmpty()) {
            throw difference(String.join("\n  ", differences));
        }
    }

    private List<String> settled() {
        try {
            return Deadline.await("the end of a process is seen", Deadline.DEATH_NOTICED)
                    .until(comparison::differences, List::isEmpty);
        } catch (ConditionTimeoutException e) {
            return comparison.differences();
        }
    }

    private void remember(String step) {
        steps.addLast(step);
        if (steps.size() > REMEMBERED) {
            steps.removeFirst();
        }
    }

    private AssertionError difference(String what) {
        return new AssertionError("the library and its model differ; play it again with -Dmailslot.model.seed=" + seed
                + "\n  " + what + "\nthe last steps:\n  " + String.join("\n  ", steps));
    }
}
