package io.mailslot.launcher.demo;

import java.util.List;

/** One part of the demonstration. Scenes do not depend on each other. */
interface Scene {
    /** One line. */
    String title();

    /** What will be seen and why it matters; it is broken into lines anew. */
    List<String> story();

    /**
     * Plays the scene: brings actors on, gives them their cues and checks what they report.
     *
     * @throws SceneFailure if an actor is late, dies, or says something that is not understood
     * @throws InterruptedException if the demonstration is to end
     */
    void play(Stage stage) throws InterruptedException;
}
