package io.mailslot.launcher.demo;

import io.mailslot.launcher.scratch.PrivateFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/** Plays every scene in a private directory that is gone afterwards. */
public final class Demo {
    static final List<Scene> SCENES = List.of(
            new TwoSendersScene(),
            new InheritedHandleScene(),
            new InheritFlagScene(),
            new ParentHandleScene(),
            new GivenHandleScene(),
            new FirstOfTwoScene());

    private final Transcript transcript;
    private volatile Stage stage;
    private volatile boolean stopped;

    /**
     * Prepares a performance.
     *
     * @param out where to print it
     * @param colours whether to use terminal colours
     */
    public Demo(PrintWriter out, boolean colours) {
        this.transcript = new Transcript(out, colours);
    }

    /**
     * Plays all scenes.
     *
     * @return true if every check held
     * @throws IOException if the private directory cannot be made or removed
     * @throws java.io.UncheckedIOException if what is played cannot be printed
     */
    public boolean play() throws IOException {
        try (PrivateFolder folder = PrivateFolder.create("mailslot-demo-", this::stop)) {
            for (int i = 0; i < SCENES.size() && !stopped; i++) {
                play(i + 1, SCENES.get(i), folder.path());
            }
            return !stopped && transcript.summary();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            transcript.fail("interrupted");
            return false;
        }
    }

    private void play(int number, Scene scene, Path directory) throws InterruptedException {
        transcript.title(number, scene.title());
        transcript.story(scene.story());
        try (Stage current = new Stage(directory, transcript)) {
            stage = current;
            scene.play(current);
        } catch (SceneFailure e) {
            // The next scene does not depend on this one, and its outcome helps to see what is wrong.
            if (!stopped) {
                transcript.fail(e.getMessage());
            }
        }
    }

    private void stop() {
        stopped = true;
        Stage current = stage;
        if (current != null) {
            current.close();
        }
    }
}
