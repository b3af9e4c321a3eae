package io.mailslot.remote.internal.nats;

import io.mailslot.remote.internal.link.LinkException;
import io.mailslot.remote.internal.link.LinkException.Kind;
import java.io.EOFException;
import java.net.SocketException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why there is no connection: a server that does not want this machine is told from one that cannot be reached. */
final class Refusals {
    /** The JDK's words, in every language; they choose the sentence, and not what is done. */
    private static final String ALERT = "Received fatal alert: ";

    private final NatsSettings settings;

    Refusals(NatsSettings settings) {
        this.settings = settings;
    }

    /**
     * Tells it in one sentence.
     *
     * @param failures all that has failed at any of the servers
     * @param last what the client library says in the end
     */
    LinkException of(List<Throwable> failures, Exception last) {
        for (Throwable failure : failures) {
            Throwable cause = failure instanceof ExecutionException ? failure.getCause() : failure;
            Optional<String> refusal = refusal(cause);
            if (refusal.isPresent()) {
                Kind kind = cause instanceof LinkException answer ? answer.kind() : Kind.REFUSED;
                return new LinkException(kind, refusal.get(), cause);
            }
        }
        return unreachable(failures, last);
    }

    /** The server knows this machine by another name. */
    LinkException notPermitted(LinkException denial) {
        String who = settings.tls()
                .map(tls -> "whom the certificate in '" + tls.key() + "' belongs to")
                .or(() -> settings.login().map(login -> "user '" + login.user() + "'"))
                .orElse("a user without a name");
        return new LinkException(
                Kind.REFUSED,
                "the server at " + servers() + " does not permit the name '" + settings.machine() + "' in the domain '"
                        + settings.domain() + "' to " + who + ": " + denial.getMessage(),
                denial);
    }

    private Optional<String> refusal(Throwable cause) {
        String words = String.valueOf(cause.getMessage());
        if (cause instanceof LinkException answer && answer.kind().isFinal()) {
            return Optional.of("the server at " + servers() + " does not know " + credentials() + ": " + words);
        }
        if (cause instanceof TlsMismatchException mismatch) {
            return Optional.of("the server at " + servers()
                    + (mismatch.isWantedByServer()
                            ? " demands TLS, and 'tls = off' is configured"
                            : " offers no TLS; nothing was sent in plain text"));
        }
        return cause instanceof SSLException ? ofTls((SSLException) cause, words) : Optional.empty();
    }

    private Optional<String> ofTls(SSLException failure, String words) {
        if (words.contains(ALERT)) {
            return Optional.of("the server at " + servers() + " refuses " + credentials() + ": "
                    + words.substring(words.indexOf(ALERT) + ALERT.length()));
        }
        CertificateException untrusted = find(failure, CertificateException.class);
        if (untrusted != null) {
            return Optional.of("the certificate of the server at " + servers() + " is not believed, by '"
                    + settings.tls().map(NatsSettings.Tls::trust).orElse(null) + "': " + words);
        }
        boolean wasCut = find(failure, EOFException.class) != null || find(failure, SocketException.class) != null;
        return wasCut ? Optional.empty() : Optional.of("TLS with the server at " + servers() + " fails: " + words);
    }

    private LinkException unreachable(List<Throwable> failures, Exception last) {
        Throwable cause = failures.isEmpty() ? last : failures.get(0);
        if (cause instanceof ExecutionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String words = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new LinkException(Kind.SILENT, "the server at " + servers() + " cannot be reached: " + words, cause);
    }

    private String credentials() {
        return settings.tls()
                .map(tls -> "the certificate in '" + tls.key() + "'")
                .or(() -> settings.login()
                        .map(login -> "user '" + login.user() + "' or the password in '" + login.passwordFile() + "'"))
                .orElse("machines without a certificate or user");
    }

    private String servers() {
        return String.join(", ", settings.servers());
    }

    private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return type.cast(each);
            }
        }
        return null;
    }
}
