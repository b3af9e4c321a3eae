package io.mailslot.launcher.demo;

/** A scene cannot go on. The message says what was expected and what came instead. */
final class SceneFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SceneFailure(String message) {
        super(message);
    }

    SceneFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
