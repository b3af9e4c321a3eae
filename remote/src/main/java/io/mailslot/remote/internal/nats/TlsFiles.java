package io.mailslot.remote.internal.nats;

import io.mailslot.remote.internal.link.LinkException;
import io.mailslot.remote.internal.link.LinkException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** The files of TLS, looked at before a server does, whose words say less. */
final class TlsFiles {
    private TlsFiles() {}

    /** Reads them. What is wrong with them is told as {@code REFUSED}. */
    static SSLContext read(NatsSettings.Tls files) throws LinkException {
        char[] password = password(files.passwordFile());
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(checkedKey(files.key(), password), password);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(checkedTrust(files.trust(), password));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw refused("the key in '" + files.key() + "' cannot be used: " + e.getMessage(), e);
        } finally {
            Arrays.fill(password, ' ');
        }
    }

    /** A password file's first line, without its end; other lines are of no interest. */
    static char[] password(Path file) throws LinkException {
        try {
            String line = Files.readString(file).lines().findFirst().orElse("");
            if (line.isEmpty()) {
                throw refused(
                        "the first line of the password file '" + file + "' is empty; write the password there", null);
            }
            return line.toCharArray();
        } catch (NoSuchFileException e) {
            throw refused("the password file '" + file + "' is not there", e);
        } catch (IOException e) {
            throw refused("the password file '" + file + "' cannot be read: " + e.getMessage(), e);
        }
    }

    private static KeyStore checkedKey(Path file, char[] password) throws LinkException, GeneralSecurityException {
        KeyStore store = load(file, password);
        for (String alias : aliases(store)) {
            if (store.isKeyEntry(alias) && store.getCertificate(alias) instanceof X509Certificate own) {
                checkTime(file, own);
                return store;
            }
        }
        throw refused("there is no private key with a certificate in '" + file + "'", null);
    }

    private static void checkTime(Path file, X509Certificate own) throws LinkException {
        String whose = "the certificate of " + own.getSubjectX500Principal() + " in '" + file + "'";
        try {
            own.checkValidity();
        } catch (CertificateExpiredException e) {
            throw refused(whose + " has expired at " + own.getNotAfter().toInstant(), e);
        } catch (CertificateNotYetValidException e) {
            throw refused(whose + " is not valid before " + own.getNotBefore().toInstant(), e);
        }
    }

    private static KeyStore checkedTrust(Path file, char[] password) throws LinkException, GeneralSecurityException {
        KeyStore store = load(file, password);
        for (String alias : aliases(store)) {
            if (store.isCertificateEntry(alias)) {
                return store;
            }
        }
        throw refused(
                "there is no trusted certificate in '" + file + "'; import the CA's with keytool -importcert", null);
    }

    private static KeyStore load(Path file, char[] password) throws LinkException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password);
            return store;
        } catch (NoSuchFileException e) {
            throw refused("the file '" + file + "' is not there", e);
        } catch (IOException e) {
            throw refused("the file '" + file + "' cannot be read as PKCS #12: " + e.getMessage(), e);
        }
    }

    private static List<String> aliases(KeyStore store) throws GeneralSecurityException {
        return Collections.list(store.aliases());
    }

    private static LinkException refused(String sentence, @Nullable Throwable cause) {
        return new LinkException(Kind.REFUSED, sentence, cause);
    }
}
