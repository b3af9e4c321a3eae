package io.mailslot.launcher.demo;

import io.mailslot.JavaCommand;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Where one scene is played: its processes, its files, its checks. Closing it ends every process left. */
final class Stage implements AutoCloseable {
    /** How long one scene may take; a healthy one needs two or three seconds. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Path directory;
    private final Transcript transcript;
    private final long deadline = System.nanoTime() + LIMIT.toNanos();
    private final List<Actor> actors = new ArrayList<>();

    /** A stage whose processes share a home in the given directory. */
    Stage(Path directory, Transcript transcript) {
        this.directory = directory;
        this.transcript = transcript;
    }

    /** Starts a JVM that plays a role; the arguments follow its name. */
    Actor enter(String who, Class<?> role, String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = who;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        JavaCommand command = Actor.command(role)
                .withOutput(Redirect.PIPE)
                .withSystemProperty("mailslot.home", directory.resolve("home").toString())
                .withArguments(all);
        try {
            Actor actor = new Actor(who, command.toProcessBuilder().start(), transcript, deadline);
            synchronized (actors) {
                actors.add(actor);
            }
            return actor;
        } catch (IOException e) {
            throw new SceneFailure("expected " + who + " to start, got: " + e.getMessage(), e);
        }
    }

    /** A file in the private directory, for processes to pass things on in. */
    Path file(String name) {
        return directory.resolve(name);
    }

    /** Shows whether a claim holds. */
    void check(String claim, Object expected, Object actual) {
        transcript.check(claim, expected, actual);
    }

    /** May be called by another thread, when the demonstration is stopped. */
    @Override
    public void close() {
        synchronized (actors) {
            actors.forEach(Actor::close);
        }
    }
}
