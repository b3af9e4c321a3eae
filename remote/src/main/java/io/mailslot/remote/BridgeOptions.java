package io.mailslot.remote;

import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.remote.internal.config.NamePatterns;
import io.mailslot.remote.internal.config.Names;
import io.mailslot.remote.internal.config.Servers;
import io.mailslot.remote.internal.frame.Frame;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a bridge is to work: who this machine is, where the servers are, and which mailslots may be written to from here and
 * from there. Immutable; each {@code with…} method returns a changed copy. {@link #load} reads it from a file.
 *
 * <p>A pattern has the form {@code computer/name}. The computer may be {@code *}, which stands for each; the last part of the
 * name may be {@code *}, which stands for all of the rest. The case of letters does not count.
 *
 * @since 0.1.0
 */
public final class BridgeOptions {
    /** The largest message that the usual configuration of a server has room for, with its frame: 1 MiB less 4 KiB. */
    public static final int DEFAULT_MAX_MESSAGE = (1 << 20) - (4 << 10);

    /** The largest message that can go to another machine: 32 MiB. */
    public static final int MAX_MESSAGE = Frame.MAX_MESSAGE;

    /** Nobody changes it once it is here. */
    private final BridgeParts parts;

    private BridgeOptions(BridgeParts parts) {
        this.parts = parts;
    }

    /**
     * This machine's short host name, no domain, no server, TLS required, nothing sent, nothing accepted, outboxes of 64 MiB,
     * messages of up to {@link #DEFAULT_MAX_MESSAGE} that expire after seven days, one copy, 1 GiB of storage.
     *
     * @return the defaults; a domain and a server have still to be named
     */
    public static BridgeOptions defaults() {
        return new BridgeOptions(new BridgeParts());
    }

    /**
     * Reads a configuration file: Java properties in UTF-8. Relative paths in it are relative to its folder.
     *
     * @param file the file
     * @return the options, checked as by {@link #check}
     * @throws BridgeException if the file, or one that it names, is not there (2) or cannot be read (5); if a key is unknown,
     *     missing or there twice, or a value is not possible (87): the message has the file, the key and the value
     */
    public static BridgeOptions load(Path file) {
        return BridgeFile.load(file);
    }

    /**
     * Reads a configuration from properties with the keys of the configuration file.
     *
     * @param properties the keys and values; relative paths are relative to the working directory
     * @return the options, checked as by {@link #check}
     * @throws BridgeException as {@link #load}
     */
    public static BridgeOptions of(Properties properties) {
        return BridgeFile.read(properties, Path.of(""), "the properties");
    }

    /**
     * Checks that nothing is missing, that the options go together, and that the files can be read. Each bridge does so.
     *
     * @return these options
     * @throws BridgeException if they do not go together (87), or a file is not there (2) or cannot be read (5)
     */
    public BridgeOptions check() {
        BridgeChecks.check(this);
        return this;
    }

    /** {@return this machine's name in the domain, as it was written} */
    public String name() {
        return parts.name.isEmpty() ? HostName.shortName() : parts.name;
    }

    /** {@return the name of the domain, as it was written; empty if none was given} */
    public String domain() {
        return parts.domain;
    }

    /** {@return the servers' addresses, {@code tls://host:port} or {@code nats://host:port}, each with its port} */
    public List<URI> servers() {
        return parts.servers;
    }

    /** {@return whether the link is encrypted and the machines are known by certificates} */
    public boolean tls() {
        return !parts.tlsOff;
    }

    /** {@return the PKCS #12 file with this machine's certificate and its key} */
    public Optional<Path> tlsKey() {
        return Optional.ofNullable(parts.tlsKey);
    }

    /** {@return the PKCS #12 file with the certificates that are trusted} */
    public Optional<Path> tlsTrust() {
        return Optional.ofNullable(parts.tlsTrust);
    }

    /** {@return the file whose first line is the password of both} */
    public Optional<Path> tlsPasswordFile() {
        return Optional.ofNullable(parts.tlsPasswordFile);
    }

    /** {@return the user at a server without certificates} */
    public Optional<String> user() {
        return Optional.ofNullable(parts.user);
    }

    /** {@return the file whose first line is that user's password} */
    public Optional<Path> passwordFile() {
        return Optional.ofNullable(parts.passwordFile);
    }

    /** {@return the patterns of what may be written to from here, in small letters} */
    public List<String> send() {
        return parts.send.texts();
    }

    /** {@return the patterns of who may write to what here, in small letters} */
    public List<String> accept() {
        return parts.accept.texts();
    }

    /**
     * Whether local senders may open a name.
     *
     * @param computer a machine's or the domain's name; {@code *}, or {@code +}, for a broadcast, which only patterns for every
     *     computer allow
     * @param name the mailslot's name in the bare form, such as {@code shop/orders}
     * @return whether a pattern of {@link #send()} allows it
     */
    public boolean maySend(String computer, String name) {
        return parts.send.matches(computer, name);
    }

    /**
     * Whether local senders may open any name of a computer.
     *
     * @param computer a machine's or the domain's name
     * @return whether a pattern of {@link #send()} is for it
     */
    public boolean sendsTo(String computer) {
        return parts.send.hasAny(computer);
    }

    /**
     * Whether a machine may write to a mailslot of this one.
     *
     * @param from the machine that sends
     * @param name the mailslot's name in the bare form
     * @return whether a pattern of {@link #accept()} allows it; never for the mailslots of the bridge itself
     */
    public boolean accepts(String from, String name) {
        return !BridgeChecks.isOwn(name) && parts.accept.matches(from, name);
    }

    /** {@return the names in {@link #accept()} that have no star for the rest, in small letters} */
    public Set<String> acceptedNames() {
        return parts.accept.exactNames();
    }

    /** {@return the names in {@link #send()} that have no star for the rest and are for every computer, in small letters} */
    public Set<String> broadcastNames() {
        return parts.send.exactNamesOfAll();
    }

    /** {@return bytes that one outbox's files may take} */
    public long outboxCapacity() {
        return parts.outboxCapacity;
    }

    /** {@return the largest message that can go to another machine, in bytes; less if the server takes no such large one} */
    public int outboxMaxMessage() {
        return parts.outboxMaxMessage;
    }

    /** {@return how long servers keep a message that its machine does not take} */
    public Duration expire() {
        return parts.expire;
    }

    /** {@return how many servers of a cluster keep each message} */
    public int storageReplicas() {
        return parts.storageReplicas;
    }

    /** {@return bytes that the stream of this machine, and the one for all machines, may each take on a server} */
    public long storageMaxBytes() {
        return parts.storageMaxBytes;
    }

    /**
     * Names this machine.
     *
     * @param name 1 to 63 letters a to z, digits, {@code -}, {@code _} and {@code .}; with certificates the one that it is in them
     * @return a changed copy
     * @throws InvalidArgumentException if no machine can have that name (87)
     */
    public BridgeOptions withName(String name) {
        Names.checkHost("machine", name);
        return with(changed -> changed.name = name);
    }

    /**
     * Names the domain.
     *
     * @param domain as for {@link #withName}
     * @return a changed copy
     * @throws InvalidArgumentException if no domain can have that name (87)
     */
    public BridgeOptions withDomain(String domain) {
        Names.checkHost("domain", domain);
        return with(changed -> changed.domain = domain);
    }

    /**
     * Tells where the servers are.
     *
     * @param addresses of one or more servers of a cluster, each {@code tls://host:port}, or {@code nats://host:port} without
     *     TLS; without a port it is 4222
     * @return a changed copy
     * @throws InvalidArgumentException if there is none, or one has not this form (87)
     */
    public BridgeOptions withServers(String... addresses) {
        List<URI> servers = Servers.parse(List.of(addresses));
        return with(changed -> changed.servers = servers);
    }

    /**
     * Has machines known by certificates.
     *
     * @param key a PKCS #12 file with this machine's certificate and its key
     * @param trust a PKCS #12 file with the certificates that are trusted
     * @param passwordFile a file whose first line is the password of both
     * @return a changed copy
     */
    public BridgeOptions withTls(Path key, Path trust, Path passwordFile) {
        return with(changed -> {
            changed.tlsOff = false;
            changed.tlsKey = key;
            changed.tlsTrust = trust;
            changed.tlsPasswordFile = passwordFile;
        });
    }

    /**
     * Has nothing encrypted and nobody known by a certificate; possible only if all servers are at a loopback address.
     *
     * @return a changed copy
     */
    public BridgeOptions withoutTls() {
        return with(changed -> {
            changed.tlsOff = true;
            changed.tlsKey = null;
            changed.tlsTrust = null;
            changed.tlsPasswordFile = null;
        });
    }

    /**
     * Names the user at a server without certificates.
     *
     * @param user its name
     * @param passwordFile a file whose first line is its password
     * @return a changed copy
     * @throws InvalidArgumentException if the name is empty (87)
     */
    public BridgeOptions withUser(String user, Path passwordFile) {
        BridgeChecks.checkUser(user);
        return with(changed -> {
            changed.user = user;
            changed.passwordFile = passwordFile;
        });
    }

    /**
     * Sets what may be written to from here.
     *
     * @param patterns each {@code computer/name}
     * @return a changed copy
     * @throws InvalidArgumentException if one has not this form (87)
     */
    public BridgeOptions withSend(String... patterns) {
        NamePatterns send = NamePatterns.of(List.of(patterns));
        return with(changed -> changed.send = send);
    }

    /**
     * Sets who may write to what here.
     *
     * @param patterns each {@code computer/name}
     * @return a changed copy
     * @throws InvalidArgumentException if one has not this form, or means a mailslot of the bridge itself (87)
     */
    public BridgeOptions withAccept(String... patterns) {
        NamePatterns accept = NamePatterns.of(List.of(patterns));
        BridgeChecks.checkAccept(accept);
        return with(changed -> changed.accept = accept);
    }

    /**
     * Sets how much an outbox may hold.
     *
     * @param bytes {@link MailslotOptions#MIN_CAPACITY} to {@link MailslotOptions#MAX_CAPACITY}
     * @return a changed copy
     * @throws InvalidArgumentException if it is not in this range (87)
     */
    public BridgeOptions withOutboxCapacity(long bytes) {
        BridgeChecks.checkSize(
                "capacity of an outbox", bytes, MailslotOptions.MIN_CAPACITY, MailslotOptions.MAX_CAPACITY);
        return with(changed -> changed.outboxCapacity = bytes);
    }

    /**
     * Sets the largest message that can go to another machine.
     *
     * @param bytes 1 to {@link #MAX_MESSAGE}; more than {@link #DEFAULT_MAX_MESSAGE} only if the server's {@code max_payload} is
     *     larger than its default of 1 MiB
     * @return a changed copy
     * @throws InvalidArgumentException if it is not in this range (87)
     */
    public BridgeOptions withOutboxMaxMessage(int bytes) {
        BridgeChecks.checkSize("largest message of an outbox", bytes, 1, MAX_MESSAGE);
        return with(changed -> changed.outboxMaxMessage = bytes);
    }

    /**
     * Sets how long servers keep a message that its machine does not take.
     *
     * @param time one second to ten years
     * @return a changed copy
     * @throws InvalidArgumentException if it is not in this range (87)
     */
    public BridgeOptions withExpire(Duration time) {
        BridgeChecks.checkExpire(time);
        return with(changed -> changed.expire = time);
    }

    /**
     * Sets how many servers of a cluster keep each message.
     *
     * @param copies 1 to 5; at least three to outlive a server that is lost
     * @return a changed copy
     * @throws InvalidArgumentException if it is not in this range (87)
     */
    public BridgeOptions withStorageReplicas(int copies) {
        BridgeChecks.checkReplicas(copies);
        return with(changed -> changed.storageReplicas = copies);
    }

    /**
     * Sets how much the stream of this machine, and the one for all machines, may each take on a server.
     *
     * @param bytes 16 MiB to 1 PiB
     * @return a changed copy
     * @throws InvalidArgumentException if it is not in this range (87)
     */
    public BridgeOptions withStorageMaxBytes(long bytes) {
        BridgeChecks.checkSize("storage of a stream", bytes, BridgeChecks.MIN_STORAGE, BridgeChecks.MAX_STORAGE);
        return with(changed -> changed.storageMaxBytes = bytes);
    }

    /** For {@link BridgeFile}, which learns of one path after the other. */
    BridgeOptions with(Consumer<BridgeParts> change) {
        BridgeParts changed = parts.copy();
        change.accept(changed);
        return new BridgeOptions(changed);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BridgeOptions options && parts.values().equals(options.parts.values());
    }

    @Override
    public int hashCode() {
        return parts.values().hashCode();
    }

    @Override
    public String toString() {
        return "BridgeOptions" + parts.values();
    }
}
