package io.mailslot.it.harness;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;

/**
 * Talks with agents wherever they were started: each one connects to this test instead of using its standard streams, so
 * that it can be told what to do when its parent has ended.
 */
public final class AgentLinks implements AutoCloseable {
    private final ServerSocket server;

    public AgentLinks() {
        try {
            server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
            server.setSoTimeout((int) Deadline.PATIENCE.toMillis());
        } catch (IOException e) {
            throw new UncheckedIOException("agents cannot be linked", e);
        }
    }

    /** What the next agent needs as its first argument. */
    public int port() {
        return server.getLocalPort();
    }

    /** Waits for an agent that was started with that number as its second argument. */
    public Link accept(int number) {
        try {
            Link link = new Link(server.accept());
            String told = link.input.readLine();
            if (!String.valueOf(number).equals(told)) {
                throw new AssertionError("agent " + told + " connected instead of agent " + number);
            }
            return link;
        } catch (IOException e) {
            throw new UncheckedIOException("agent " + number + " did not connect", e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    /** The talk with one agent. */
    public static final class Link implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader input;

        private Link(Socket socket) throws IOException {
            this.socket = socket;
            this.input = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
            socket.setSoTimeout((int) Deadline.PATIENCE.toMillis());
        }

        /** Sends a command and waits for its answer, good or bad. */
        public Reply ask(Object... words) {
            try {
                tell(words);
                String line = input.readLine();
                if (line == null) {
                    throw new AssertionError("the agent ended instead of answering " + Arrays.toString(words));
                }
                return Reply.parse(line);
            } catch (IOException e) {
                throw new UncheckedIOException("no answer to " + Arrays.toString(words), e);
            }
        }

        /** Sends a command that ends the agent, and waits for the end. */
        public void tellLast(Object... words) {
            try {
                tell(words);
                String line = input.readLine();
                if (line != null) {
                    throw new AssertionError("the agent answers instead of ending: " + line);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("no end after " + Arrays.toString(words), e);
            }
        }

        private void tell(Object... words) throws IOException {
            String[] texts = Arrays.stream(words).map(String::valueOf).toArray(String[]::new);
            socket.getOutputStream().write((Words.join(texts) + "\n").getBytes(US_ASCII));
        }

        /** Nothing more to tell: the agent closes its kernel and ends. */
        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException("a link cannot be closed", e);
            }
        }
    }
}
