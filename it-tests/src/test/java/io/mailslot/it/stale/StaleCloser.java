package io.mailslot.it.stale;

import io.mailslot.it.harness.TestHome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Another process that closes handles of this one. For one thread. */
final class StaleCloser implements AutoCloseable {
    private final Process process;
    private final BufferedReader replies;
    private final String opened;

    StaleCloser(long self) throws IOException {
        process = TestHome.agentCommand()
                .toProcessBuilder()
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .redirectOutput(ProcessBuilder.Redirect.PIPE)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        replies = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        ask("attach");
        opened = handle(ask("openprocess " + self + " DUPLICATE_HANDLE false"));
    }

    /** Closes the handle from outside. */
    void closeIn(int handle) {
        ask("closein " + opened + " " + handle);
    }

    /** Takes the handle over, and closes its own. */
    void take(int handle) {
        ask("close " + handle(ask("duplicate " + opened + " " + handle + " -1 same false true false")));
    }

    private static String handle(String reply) {
        return reply.substring(reply.indexOf('=') + 1);
    }

    private String ask(String command) {
        try {
            process.getOutputStream().write((command + "\n").getBytes(StandardCharsets.US_ASCII));
            process.getOutputStream().flush();
            return replies.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        replies.readLine();
    }
}
