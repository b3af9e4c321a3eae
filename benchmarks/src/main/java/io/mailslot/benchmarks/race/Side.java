package io.mailslot.benchmarks.race;

import java.io.IOException;

/** The program of one side: {@code ROLE TRANSPORT FOLDER [NAME=NUMBER]...}. Says its figures in a line and ends. */
final class Side {
    private Side() {}

    public static void main(String[] arguments) throws IOException {
        Task task = Task.parse(arguments);
        Profiling.begin();
        switch (task.role()) {
            case "wake-receive" -> WakeSide.receive(task);
            case "wake-send" -> WakeSide.send(task);
            case "pong" -> PingPongSide.pong(task);
            case "ping" -> PingPongSide.ping(task);
            case "flood-receive" -> FloodReceiver.run(task);
            case "flood-send" -> FloodSender.run(task);
            case "regime-receive" -> RegimeSide.receive(task);
            case "regime-send" -> RegimeSide.send(task);
            case "idle" -> IdleSide.idle(task);
            case "hold" -> IdleSide.hold(task);
            case "bridge" -> BridgeSide.run(task);
            case "many" -> ManyMailslots.run(task);
            case "backlog" -> Backlog.run(task);
            default -> throw new IllegalArgumentException(task.role());
        }
        System.out.flush();
        // Files are deleted by whoever started this; an orderly end would only cost time.
        Runtime.getRuntime().halt(0);
    }

    /** A side that spins would not notice that nobody measures it any more. */
    static void endWithParent() {
        ProcessHandle.current()
                .parent()
                .orElseThrow()
                .onExit()
                .thenRun(() -> Runtime.getRuntime().halt(1));
    }

    /** Tells whoever started this that a point is reached. */
    static void say(String word) {
        System.out.println(word);
        System.out.flush();
    }

    /** Waits until whoever started this says something: a byte. */
    static int listen() throws IOException {
        return System.in.read();
    }
}
