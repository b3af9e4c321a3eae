package io.mailslot.remote.internal.bridge;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.HomeException;
import io.mailslot.api.InvalidHandleException;
import io.mailslot.api.MailslotException;
import io.mailslot.api.MailslotFullException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.MessageTooLargeException;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.api.WaitInterruptedException;
import io.mailslot.remote.internal.link.LinkException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers local processes: those that open remote names, and those that ask how the bridge stands. The requests come through
 * the mailslot {@value #NAME} of the home, and are dealt with one after the other.
 */
final class Desk implements AutoCloseable {
    /** The mailslot of the requests. Names below it belong to the bridge as well. */
    static final String NAME = "bridge";

    private static final int MAX_REQUEST = 4096;
    private static final int MOST_ASKERS = 1000;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    /** How long machines have to answer who is there. */
    private static final Duration ANSWERS = Duration.ofSeconds(1);

    private final Means means;
    private final Outboxes outboxes;
    private final Supplier<String> status;
    private final Receiver requests;

    /** Mailslots for the answer who is in the domain; the lock of what follows. */
    private final List<String> askers = new ArrayList<>();

    private boolean asksDomain;

    /** For the thread that tends the bridge. */
    private @Nullable Thread thread;

    private final Trouble trouble = new Trouble("the mailslot '" + NAME + "' of the bridge", problem -> {});

    /**
     * Opens it.
     *
     * @param status tells how the bridge stands, as JSON
     */
    Desk(Means means, Outboxes outboxes, Supplier<String> status) throws InterruptedException {
        this.means = means;
        this.outboxes = outboxes;
        this.status = status;
        MailslotOptions options =
                MailslotOptions.defaults().withMaxMessageSize(MAX_REQUEST).withCapacity(MailslotOptions.MIN_CAPACITY);
        this.requests = Takeover.of(() -> means.kernel().createMailslot(NAME, options));
    }

    /** Has a thread answer requests, if none does. */
    void tend() {
        if (thread == null || !thread.isAlive()) {
            thread = means.crew().named("desk", this::run);
            thread.start();
        }
    }

    static boolean isOwn(String foldedName) {
        return foldedName.equals(NAME) || foldedName.startsWith(NAME + "/");
    }

    private void run() {
        Pause pause = new Pause(LONGEST_PAUSE);
        while (means.life().goesOn()) {
            try {
                serveSafely(pause);
            } catch (InterruptedException ending) {
                trouble.note("interrupted"); // if the bridge does not end, it goes on where it was
            }
        }
    }

    private void serveSafely(Pause pause) throws InterruptedException {
        try {
            serve(requests.read());
            pause.reset();
        } catch (RuntimeException | Error thrown) {
            if (means.life().outlives(thrown)) {
                trouble.warn(thrown);
                pause.take();
            }
        }
    }

    private void serve(byte[] message) {
        BridgePoint.DESK_ASKED.reached();
        Optional<Request> asked = Request.parse(message);
        if (asked.isEmpty()) {
            trouble.warn(
                    "a message of " + message.length + " bytes is no request, and nobody is answered; a request begins"
                            + " with '" + Request.HEADER + "' and ends with the name of a mailslot for the answer");
            return;
        }
        Request request = asked.get();
        if (request.wanted().equals("computers")) {
            askDomain(request.answerTo());
            return;
        }
        Answer answer = answer(request);
        BridgePoint.DESK_DONE.reached();
        tell(request.answerTo(), answer);
    }

    private Answer answer(Request request) {
        if (!request.version().equals(Request.VERSION)) {
            return Answer.failure(
                    ErrorCode.NOT_SUPPORTED,
                    "the bridge of the home " + means.kernel().home() + " knows version " + Request.VERSION
                            + " of requests, not '" + request.version() + "'; update the older one of the two");
        }
        try {
            return switch (request.wanted()) {
                case "open" -> open(request.arguments());
                case "status" -> Answer.of(status.get());
                default ->
                    Answer.failure(
                            ErrorCode.INVALID_PARAMETER,
                            "the bridge knows no request '" + request.wanted()
                                    + "'; it knows open, status and computers");
            };
        } catch (MailslotException failure) {
            return Answer.failure(failure);
        }
    }

    /** By a thread of its own, as others need not wait for the machines' answers; by one, however many ask. */
    private void askDomain(String answerTo) {
        synchronized (askers) {
            if (askers.size() >= MOST_ASKERS) {
                throw new MailslotFullException("more than " + MOST_ASKERS + " ask who is in the domain");
            }
            askers.add(answerTo);
            if (asksDomain) {
                return;
            }
            asksDomain = true;
        }
        try {
            means.workers().execute(this::tellComputers);
        } catch (RuntimeException | Error noThread) {
            synchronized (askers) {
                asksDomain = false;
            }
            throw noThread;
        }
    }

    private void tellComputers() {
        for (List<String> some = nextAskers(); !some.isEmpty(); some = nextAskers()) {
            Answer answer;
            try {
                answer = Answer.of(computers());
            } catch (LinkException failure) {
                answer = Answer.failure(ErrorCode.BAD_NETPATH, String.valueOf(failure.getMessage()));
            } catch (InterruptedException ending) {
                Thread.currentThread().interrupt();
                return;
            }
            for (String answerTo : some) {
                tell(answerTo, answer);
            }
        }
    }

    /** Those who have come since the machines were asked. */
    private List<String> nextAskers() {
        synchronized (askers) {
            List<String> some = List.copyOf(askers);
            askers.clear();
            asksDomain = !some.isEmpty();
            return some;
        }
    }

    private String computers() throws LinkException, InterruptedException {
        List<Json> computers = means.link().computers(ANSWERS).stream()
                .map(computer -> new Json()
                        .put("name", computer.name())
                        .putTexts("slots", computer.slots())
                        .put("roundTripMicros", computer.roundTripMicros()))
                .toList();
        return new Json()
                .put("schema", "mailslot.computers/1")
                .put("domain", means.settings().domain())
                .put("computers", computers)
                .toString();
    }

    private Answer open(List<String> arguments) {
        Optional<RemoteName> name = arguments.size() == 1 ? RemoteName.parse(arguments.get(0)) : Optional.empty();
        if (name.isEmpty()) {
            return Answer.failure(
                    ErrorCode.INVALID_NAME,
                    "'" + String.join(" ", arguments)
                            + "' is no name of a mailslot of another machine, such as '\\\\B\\mailslot\\orders'");
        }
        RemoteName wanted = name.get();
        if (wanted.host().equals(means.settings().name())) {
            return Answer.of(wanted.slot());
        }
        Optional<Answer> refusal = refusal(wanted);
        return refusal.isPresent() ? refusal.get() : Answer.of(outboxes.open(wanted));
    }

    private Optional<Answer> refusal(RemoteName wanted) {
        Settings settings = means.settings();
        if (settings.maySend(wanted)) {
            return Optional.empty();
        }
        String sentence = settings.send().hasAny(wanted.host())
                ? "the configuration of the bridge does not have '" + wanted.host() + "/" + wanted.slot()
                        + "' in 'send', which is " + settings.send() + "; add it, and start the bridge again"
                : "the configuration of the bridge has no name of the computer '" + wanted.host()
                        + "' in 'send', which is '" + settings.send() + "'; add '" + wanted.host() + "/" + wanted.slot()
                        + "', and start the bridge again";
        return Optional.of(Answer.failure(ErrorCode.BAD_NETPATH, sentence));
    }

    /**
     * Who has given up, or has died, has no mailslot for answers any more; who does not read has no room. Others are answered all
     * the same, at once.
     */
    private void tell(String answerTo, Answer answer) {
        try (Sender sender =
                means.kernel().openMailslot(answerTo, OpenOptions.defaults().withWriteTimeout(Duration.ZERO))) {
            write(sender, answer);
        } catch (MailslotException failure) {
            boolean isGone =
                    failure.errorCode() == ErrorCode.FILE_NOT_FOUND || failure.errorCode() == ErrorCode.HANDLE_EOF;
            boolean isOurs = failure instanceof HomeException
                    || failure instanceof InvalidHandleException
                    || failure instanceof WaitInterruptedException;
            if (isOurs) {
                throw failure;
            }
            if (!isGone) {
                trouble.warn("'" + answerTo + "' is not answered: " + failure.getMessage());
            }
        }
    }

    /** Who has too little room for the answer is told so, and need not wait for it in vain. */
    private static void write(Sender sender, Answer answer) {
        byte[] message = answer.message();
        try {
            sender.write(message);
        } catch (MessageTooLargeException tooLarge) {
            String sentence = "the answer of the bridge has " + message.length + " bytes: " + tooLarge.getMessage();
            sender.write(Answer.failure(ErrorCode.INSUFFICIENT_BUFFER, sentence).message());
        }
    }

    @Override
    public void close() {
        requests.close();
    }
}
