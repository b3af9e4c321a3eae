package io.mailslot.it.model;

import io.mailslot.it.harness.AgentLinks;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.Reply;
import io.mailslot.it.harness.TestHome;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.awaitility.core.ConditionTimeoutException;

/** One run of random steps: each is done by an agent and by the model, and what both tell is compared. */
final class ModelRun implements AutoCloseable {
    private static final int REMEMBERED = 40;

    private final TestHome home;
    private final long seed;
    private final ModelHome model = new ModelHome();
    private final ModelCalls calls = new ModelCalls(model);
    private final Choices choices;
    private final StateComparison comparison;
    private final AgentLinks links = new AgentLinks();
    private final Map<ModelProcess, AgentLinks.Link> agents = new HashMap<>();

    /** Those that were started by this JVM, and that it must wait for. */
    private final Map<ModelProcess, ChildJvm> children = new HashMap<>();

    private final Deque<String> steps = new ArrayDeque<>();

    ModelRun(TestHome home, long seed) {
        this.home = home;
        this.seed = seed;
        this.choices = new Choices(new Random(seed), model);
        this.comparison = new StateComparison(model, home.path());
    }

    void run(int count) {
        for (int i = 0; i < 2; i++) {
            start();
        }
        for (int i = 0; i < count; i++) {
            ModelProcess caller = choices.process();
            List<String> words = choices.next(caller);
            remember(i + " " + caller + " " + String.join(" ", words));
            int before = model.running().size();
            step(caller, words);
            compare(model.running().size() < before);
        }
    }

    private void step(ModelProcess caller, List<String> words) {
        switch (words.get(0)) {
            case "start" -> start();
            case "spawnlinked" -> spawn(caller, words);
            case "leave", "kill", "exit" -> end(caller, words);
            case "terminate" -> terminate(caller, words);
            default -> verify(calls.call(caller, words), agents.get(caller).ask(words.toArray()));
        }
    }

    private void start() {
        int number = model.processes().size();
        ChildJvm child = home.start(TestHome.agentCommand()
                .withArguments(String.valueOf(links.port()), String.valueOf(number))
                .toProcessBuilder());
        ModelProcess process = model.start(child.pid(), null, new TreeMap<>());
        children.put(process, child);
        greet(process);
    }

    private void greet(ModelProcess process) {
        AgentLinks.Link link = links.accept(process.number);
        agents.put(process, link);
        Reply reply = link.ask("attach");
        if (!reply.ok()) {
            throw difference("it cannot attach: " + reply);
        }
    }

    private void spawn(ModelProcess caller, List<String> words) {
        int number = model.processes().size();
        Reply reply = agents.get(caller).ask(words.get(0), words.get(1), links.port(), number);
        verify(calls.call(caller, words), reply);
        if (reply.ok()) {
            ModelProcess child = model.processes().get(number);
            child.name = reply.text("pid");
            greet(child);
        }
    }

    private void end(ModelProcess caller, List<String> words) {
        calls.call(caller, words);
        expectEnd(caller);
        switch (words.get(0)) {
            case "leave" -> agents.get(caller).close();
            case "kill" ->
                ProcessHandle.of(Long.parseLong(caller.name)).orElseThrow().destroyForcibly();
            default -> agents.get(caller).tellLast(words.toArray());
        }
    }

    private void terminate(ModelProcess caller, List<String> words) {
        ModelCalls.Expected expected = calls.call(caller, words);
        if (caller.isRunning()) {
            verify(expected, agents.get(caller).ask(words.toArray()));
            agents.keySet().stream().filter(process -> !process.isRunning()).forEach(this::expectEnd);
        } else {
            expectEnd(caller);
            agents.get(caller).tellLast(words.toArray());
        }
    }

    private void expectEnd(ModelProcess process) {
        ChildJvm child = children.get(process);
        if (child != null) {
            child.expectAnyExit();
        }
    }

    private void verify(ModelCalls.Expected expected, Reply reply) {
        boolean same = expected.codes().contains(reply.code())
                && expected.values().entrySet().stream()
                        .allMatch(each -> each.getValue().equals(reply.values().get(each.getKey())));
        if (!same) {
            throw difference("expected " + expected + ", got " + reply);
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

    /** The agents that are left close their kernels and end. */
    @Override
    public void close() throws IOException {
        agents.values().forEach(AgentLinks.Link::close);
        links.close();
    }
}
