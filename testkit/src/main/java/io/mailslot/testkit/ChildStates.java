package io.mailslot.testkit;

import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.ProcessStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The states of a child that a test waits for. */
final class ChildStates {
    private static final int CONNECT_MILLIS = 200;

    private final Watched child;
    private final Waits waits;
    private final ChildView view;
    private volatile @Nullable MatchResult readyMatch;

    ChildStates(Watched child) {
        this.child = child;
        this.waits = child.waits();
        this.view = child.view();
    }

    void awaitReady() {
        Optional<Ready> condition = child.parts().ready;
        if (condition.isPresent() && condition.get().pattern().isPresent()) {
            readyMatch = awaitOutput(condition.get().pattern().get());
        } else if (condition.isPresent() && condition.get().portNumber().isPresent()) {
            awaitPort(condition.get().portNumber().getAsInt());
        } else if (condition.isPresent() && condition.get().isAttached()) {
            awaitAttached();
        } else {
            waits.until("say that it is ready", child.conversation()::isReady);
        }
    }

    MatchResult ready() {
        MatchResult match = readyMatch;
        if (match == null) {
            throw new IllegalStateException("child '" + child.name()
                    + "' has not become ready by what it prints; give it readyWhen(Ready.output(...)), and start it");
        }
        return match;
    }

    void awaitOutput(String text) {
        waits.until(
                "print '" + text + "'",
                () -> view.out().contains(text) || view.err().contains(text));
    }

    MatchResult awaitOutput(Pattern pattern) {
        AtomicReference<Optional<MatchResult>> match = new AtomicReference<>(Optional.empty());
        waits.until("print '" + pattern + "'", () -> {
            boolean complete = view.isOver();
            match.set(view.out().find(pattern, complete).or(() -> view.err().find(pattern, complete)));
            return match.get().isPresent();
        });
        return match.get().orElseThrow();
    }

    void awaitPoint(String point) {
        waits.until(
                "come to the point '" + point + "'", () -> child.conversation().takePoint(point));
    }

    void awaitAttached() {
        long pid = child.process().pid();
        waits.until(
                "attach to the home " + child.home(),
                () -> HomeInspector.inspect(child.home()).stream()
                        .flatMap(home -> home.processes().stream())
                        .anyMatch(each -> each.processId() == pid && each.state() == ProcessStatus.State.LIVE));
    }

    void awaitPort(int port) {
        waits.until("accept connections at port " + port, () -> accepts(port));
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    void awaitStopped() {
        String where = where();
        waits.until(where, () -> {
            view.problem().ifPresent(problem -> {
                throw waits.failure("will never " + where + ": " + problem, null);
            });
            return view.standsStill();
        });
    }

    private String where() {
        return child.parts()
                .stop
                .map(stop -> "stand still at " + stop)
                .or(() -> child.parts().faultPoint.map(point -> "stand still at the fault point " + point))
                .orElse("stand still");
    }
}
