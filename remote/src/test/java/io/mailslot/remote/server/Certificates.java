package io.mailslot.remote.server;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The certificates of a small domain, made once a JVM by openssl: those of a server on loopback and of the machines {@code a}, {@code
 * b} and {@code c}, all by one CA; one of {@code a} that has expired, and one of {@code a} by another CA.
 */
public final class Certificates {
    private static final String PASSWORD = "secret of the test";
    private static final int OPENSSL_SECONDS = 30;

    /** The server's address between network namespaces. */
    public static final String LAN = "10.77.0.1";

    private static final String[] EC = {"-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"};

    private final Path folder;

    private Certificates(Path folder) {
        this.folder = folder;
    }

    /** The only ones of this JVM. */
    private static final class Holder {
        static final Certificates ONLY = make();
    }

    /** {@return those of this JVM} */
    public static Certificates get() {
        return Holder.ONLY;
    }

    /** {@return key and certificate of a machine, PKCS #12; made now if it is another one than a, b and c} */
    public synchronized Path key(String machine) {
        Path file = folder.resolve(machine + ".p12");
        if (!Files.exists(file)) {
            try {
                makeCertificate(machine, machine, "ca", 30, "");
                storeKey(machine);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
        return file;
    }

    /** {@return those of {@code a}, which have expired} */
    public Path expiredKey() {
        return folder.resolve("expired.p12");
    }

    /** {@return those of {@code a}, by a CA that nobody knows} */
    public Path foreignKey() {
        return folder.resolve("foreign.p12");
    }

    /** {@return trust in the CA, PKCS #12} */
    public Path trust() {
        return folder.resolve("ca.p12");
    }

    /** {@return trust in the other CA, PKCS #12} */
    public Path foreignTrust() {
        return folder.resolve("foreign-ca.p12");
    }

    /** {@return the password of all of them} */
    public Path passwordFile() {
        return folder.resolve("password");
    }

    /** {@return a file that the server reads: ca, server or a machine, with its suffix} */
    Path pem(String name) {
        return folder.resolve(name);
    }

    private static Certificates make() {
        try {
            Path folder = Files.createTempDirectory("mailslot-certificates-");
            Certificates made = new Certificates(folder);
            Runtime.getRuntime().addShutdownHook(new Thread(made::delete));
            Files.writeString(made.passwordFile(), PASSWORD + "\n");
            made.makeAll();
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void makeAll() throws IOException, GeneralSecurityException {
        makeAuthority("ca");
        makeAuthority("foreign-ca");
        makeCertificate("server", "localhost", "ca", 30, "subjectAltName=IP:127.0.0.1,DNS:localhost,IP:" + LAN);
        // The name of another machine, but not that of the server's address.
        makeCertificate("impostor", "b", "ca", 30, "subjectAltName=DNS:b.example");
        for (String machine : List.of("a", "b", "c")) {
            makeCertificate(machine, machine, "ca", 30, "");
        }
        makeCertificate("expired", "a", "ca", -1, "");
        makeCertificate("foreign", "a", "foreign-ca", 30, "");
        for (String name : List.of("a", "b", "c", "expired", "foreign")) {
            storeKey(name);
        }
        storeTrust("ca");
        storeTrust("foreign-ca");
    }

    private void makeAuthority(String name) throws IOException {
        List<String> command = new ArrayList<>(List.of("req", "-x509"));
        command.addAll(Arrays.asList(EC));
        command.addAll(List.of("-keyout", name + ".key", "-out", name + ".pem", "-days", "30", "-subj", "/CN=" + name));
        openssl(command);
    }

    private void makeCertificate(String file, String name, String authority, int days, String extension)
            throws IOException {
        List<String> request = new ArrayList<>(List.of("req"));
        request.addAll(Arrays.asList(EC));
        request.addAll(List.of("-keyout", file + ".key", "-out", file + ".csr", "-subj", "/CN=" + name));
        openssl(request);
        Files.writeString(folder.resolve(file + ".ext"), "basicConstraints=CA:FALSE\n" + extension + "\n");
        openssl(List.of(
                "x509",
                "-req",
                "-in",
                file + ".csr",
                "-CA",
                authority + ".pem",
                "-CAkey",
                authority + ".key",
                "-CAcreateserial",
                "-days",
                Integer.toString(days),
                "-extfile",
                file + ".ext",
                "-out",
                file + ".pem"));
    }

    private void openssl(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(arguments);
        Path output = folder.resolve("openssl.log");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            if (!process.waitFor(OPENSSL_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(command + " fails: " + Files.readString(output));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void storeKey(String name) throws IOException, GeneralSecurityException {
        String pem = Files.readString(folder.resolve(name + ".key"));
        byte[] bytes = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        PrivateKey key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(bytes));
        KeyStore store = emptyStore();
        store.setKeyEntry("machine", key, PASSWORD.toCharArray(), new Certificate[] {certificate(name)});
        save(store, name);
    }

    private void storeTrust(String name) throws IOException, GeneralSecurityException {
        KeyStore store = emptyStore();
        store.setCertificateEntry("ca", certificate(name));
        save(store, name);
    }

    private Certificate certificate(String name) throws IOException, GeneralSecurityException {
        try (var in = Files.newInputStream(folder.resolve(name + ".pem"))) {
            return CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private void save(KeyStore store, String name) throws IOException, GeneralSecurityException {
        try (OutputStream out = Files.newOutputStream(folder.resolve(name + ".p12"))) {
            store.store(out, PASSWORD.toCharArray());
        }
    }

    private void delete() {
        Folders.delete(folder);
    }
}
