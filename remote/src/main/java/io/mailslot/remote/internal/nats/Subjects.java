package io.mailslot.remote.internal.nats;

import io.mailslot.remote.internal.link.Address;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** What things are called in the engine. */
final class Subjects {
    /** The engine's bound for names of streams and consumers is 255. */
    private static final int LONGEST_NAME = 200;

    private static final String TO = "to";
    private static final String ALL = "all";
    private static final int TOKENS_TO = 6;
    private static final int TOKENS_ALL = 5;

    private final String domain;
    private final String machine;

    Subjects(String domain, String machine) {
        this.domain = Token.encode(domain);
        this.machine = Token.encode(machine);
    }

    /** Where a frame is stored. */
    String of(Address address) {
        String to = address.isForAll() ? ALL : TO + "." + Token.encode(address.to());
        return prefix() + to + "." + Token.encode(address.from()) + "." + Token.encode(address.slot());
    }

    /** Whose frame it is; empty if the subject is none of this domain's. */
    Optional<Address> parse(String subject) {
        String[] tokens = subject.split("\\.", -1);
        if (!subject.startsWith(prefix())) {
            return Optional.empty();
        }
        if (tokens.length == TOKENS_ALL && tokens[2].equals(ALL)) {
            return address(Optional.of(Address.ALL), tokens[3], tokens[4]);
        }
        if (tokens.length == TOKENS_TO && tokens[2].equals(TO)) {
            return address(Token.decode(tokens[3]), tokens[4], tokens[5]);
        }
        return Optional.empty();
    }

    private static Optional<Address> address(Optional<String> to, String from, String slot) {
        return to.flatMap(machine -> Token.decode(from)
                .flatMap(sender -> Token.decode(slot).map(name -> new Address(machine, sender, name))));
    }

    /** All frames to a machine, or to all. */
    String everythingFor(String to) {
        return to.equals(Address.ALL) ? prefix() + ALL + ".*.*" : prefix() + TO + "." + Token.encode(to) + ".*.*";
    }

    /** All frames for a mailslot of this machine. */
    String everythingFor(String slot, boolean forAll) {
        return prefix() + (forAll ? ALL : TO + "." + machine) + ".*." + Token.encode(slot);
    }

    /** What this machine may send. */
    String fromMe(boolean forAll) {
        return prefix() + (forAll ? ALL : TO + ".*") + "." + machine + ".*";
    }

    /** Where it is asked who is there. */
    String hello() {
        return prefix() + "hello";
    }

    /** What answers to this machine come under. */
    String inbox() {
        return "_INBOX." + machine;
    }

    /** The stream with what is addressed to a machine, or to all. */
    String stream(String to) {
        return bounded("ms__" + domain + "__" + (to.equals(Address.ALL) ? ALL : TO + "__" + Token.encode(to)));
    }

    /** Where this machine is in what comes for a mailslot. */
    String consumer(String slot, boolean forAll) {
        return bounded(forAll ? machine + "__" + Token.encode(slot) : Token.encode(slot));
    }

    private String prefix() {
        return "ms." + domain + ".";
    }

    private static String bounded(String name) {
        if (name.length() <= LONGEST_NAME) {
            return name;
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.US_ASCII));
            return name.substring(0, LONGEST_NAME - 2 * digest.length) + "__"
                    + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
