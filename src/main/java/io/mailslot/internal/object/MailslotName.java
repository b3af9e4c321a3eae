package io.mailslot.internal.object;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.InvalidNameException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * A mailslot's name. The Windows form {@code \\.\mailslot\path\name}, or {@code \\?\mailslot\path\name}, separates parts
 * with backslashes, the bare form {@code path/name} with slashes; all mean the same mailslot. The case of letters does not
 * distinguish names: {@link LetterCase}.
 *
 * <p>What is written to {@code \\computer\mailslot\path\name} is kept in a mailslot of this home that has this whole name,
 * until the bridge takes it; it is called an outbox.
 *
 * @param host {@code .} for this machine, {@code *} for a broadcast, {@code +} for all other computers of the domain, else a
 *     computer's name or a domain's
 * @param parts the parts of the path, the last one being the name proper, as they were written
 */
public record MailslotName(String host, List<String> parts) implements ObjectName {
    /** Most characters a name may have, separators included, without the prefix of a local one. */
    public static final int MAX_CHARS = 255;

    private static final String LOCAL = ".";
    /** Windows reads such a path as it stands, and so is every name here. */
    private static final String LITERAL = "?";

    private static final String BROADCAST = "*";
    /** No computer can be called so. */
    private static final String OTHERS = "+";

    private static final int MAX_HOST_CHARS = 63;
    private static final String DEVICE = "mailslot";
    /** Begins the Windows form, and no other. */
    private static final String PREFIX = "\\\\";
    /** Where all mailslots of this machine are. */
    static final String DEVICE_NAME = "\\\\.\\" + DEVICE;

    private static final int MAX_FOLDER_CHARS = 255;
    /** Stands in no encoded name, so what follows it is the number of a name that was cut. */
    private static final char CUT = '~';

    private static final int CUT_CHARS = 1 + 2 * Integer.BYTES;
    private static final String PLAIN = "abcdefghijklmnopqrstuvwxyz0123456789-_.";

    /**
     * Reads a name.
     *
     * @param text the Windows form or the bare form
     * @return the name
     * @throws InvalidNameException with code 3 for none, 123 for a bad form, 206 for one that is too long
     */
    public static MailslotName parse(String text) {
        if (text == null || text.isEmpty()) {
            throw new InvalidNameException(
                    ErrorCode.PATH_NOT_FOUND, "the mailslot name is " + (text == null ? "null" : "empty") + example());
        }
        String host = LOCAL;
        String path = text;
        char separator = '/';
        if (text.startsWith(PREFIX)) {
            String[] prefix = text.substring(2).split("\\\\", 3);
            if (prefix.length < 3 || prefix[0].isEmpty() || !isMailslotDevice(prefix[1])) {
                throw invalid(text, "does not have the form \\\\.\\mailslot\\name");
            }
            host = prefix[0].equals(LITERAL) ? LOCAL : prefix[0];
            path = prefix[2];
            separator = '\\';
        }
        checkHost(text, host);
        checkCharacters(text, path, separator);
        MailslotName name = new MailslotName(host, List.of(path.split(separator == '/' ? "/" : "\\\\", -1)));
        int length = name.isRemote() ? text.length() : path.length();
        if (length > MAX_CHARS) {
            throw new InvalidNameException(
                    ErrorCode.FILENAME_EXCED_RANGE,
                    "the mailslot name has " + length + " characters, at most " + MAX_CHARS
                            + " are allowed; shorten it");
        }
        name.checkParts(text);
        return name;
    }

    /** Whether a text names the place where all mailslots of this machine are, which can be opened, and not one of them. */
    public static boolean isDevice(String text) {
        return text != null
                && (text.startsWith("\\\\.\\") || text.startsWith("\\\\?\\"))
                && isMailslotDevice(text.substring(DEVICE_NAME.indexOf(DEVICE)));
    }

    /** Whether a path is the Windows form of a mailslot's name, of whatever machine and well-formed or not. */
    public static boolean isWindowsForm(String path) {
        String[] prefix = path.startsWith(PREFIX) ? path.substring(2).split("\\\\", 3) : new String[0];
        return prefix.length > 1 && isMailslotDevice(prefix[1]);
    }

    private static boolean isMailslotDevice(String text) {
        return LetterCase.fold(text).equals(DEVICE);
    }

    private static void checkHost(String text, String host) {
        if (host.equals(LOCAL) || host.equals(BROADCAST) || host.equals(OTHERS)) {
            return;
        }
        if (host.length() > MAX_HOST_CHARS) {
            throw invalid(
                    text,
                    "addresses a computer whose name has " + host.length() + " characters, of at most "
                            + MAX_HOST_CHARS);
        }
        boolean possible = host.codePoints().allMatch(c -> Character.isLetterOrDigit(c) || "-_.".indexOf(c) >= 0);
        if (!possible || host.chars().allMatch(c -> c == '.')) {
            throw invalid(
                    text,
                    "addresses '" + printable(host)
                            + "', and the name of a computer has letters, digits, '-', '_' and '.' only, and not only dots");
        }
    }

    private static void checkCharacters(String text, String path, char separator) {
        char other = separator == '/' ? '\\' : '/';
        if (path.indexOf(other) >= 0) {
            throw invalid(text, "mixes '" + other + "' into a name whose parts are separated by '" + separator + "'");
        }
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (Character.isISOControl(c)) {
                throw invalid(
                        text,
                        String.format(Locale.ROOT, "has the control character U+%04X at position %d", (int) c, i));
            }
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(path)) {
            throw invalid(text, "has half of a surrogate pair");
        }
    }

    private void checkParts(String text) {
        for (String part : parts) {
            if (part.isEmpty()) {
                throw invalid(text, "has an empty part");
            }
            if (part.equals(".") || part.equals("..")) {
                throw invalid(text, "has the part '" + part + "', which names no mailslot");
            }
        }
    }

    /** Whether it names a mailslot of this machine. */
    public boolean isLocal() {
        return host.equals(LOCAL);
    }

    /** Whether it addresses every receiver of that name. */
    public boolean isBroadcast() {
        return host.equals(BROADCAST);
    }

    /** Whether it addresses another computer, a domain of them, or all others: its mailslot is an outbox. */
    public boolean isRemote() {
        return !isLocal() && !isBroadcast();
    }

    /** The bare form of a mailslot of this machine, the Windows form of an outbox; as it was written. */
    @Override
    public String text() {
        return isRemote() ? windowsForm(host) : String.join("/", parts);
    }

    /** The Windows form that addresses every receiver of the name. */
    public String broadcastForm() {
        return windowsForm(BROADCAST);
    }

    private String windowsForm(String computer) {
        return PREFIX + computer + "\\" + DEVICE + "\\" + String.join("\\", parts);
    }

    /** The name of the outbox for all other computers of the domain. */
    public MailslotName toOthers() {
        return new MailslotName(OTHERS, parts);
    }

    /** The form that is equal for names that differ in the case of letters only. */
    @Override
    public String key() {
        return fold(text());
    }

    /**
     * The relative folder that stands for the name, for people who look: parts become folders, unusual characters are
     * percent-encoded, and what gets too long ends in a number. An outbox has one folder. Two names may share a folder: what
     * lies in it tells them apart.
     */
    public String folder() {
        return isRemote()
                ? encode(text())
                : String.join("/", parts.stream().map(MailslotName::encode).toList());
    }

    /** The key of a name read from a home. */
    static String fold(String text) {
        return LetterCase.fold(text);
    }

    /** The folder of a name read from a home; never an absolute one, however damaged the name is. */
    static String folderOf(String text) {
        if (text.startsWith(PREFIX)) {
            return encode(text);
        }
        List<String> parts =
                Arrays.stream(text.split("/")).filter(part -> !part.isEmpty()).toList();
        return new MailslotName(LOCAL, parts).folder();
    }

    private static String encode(String part) {
        String folded = fold(part);
        if (isPlain(folded)) {
            return folded; // most are, and each open of a mailslot asks
        }
        StringBuilder encoded = new StringBuilder();
        int kept = 0;
        for (int i = 0; i < folded.length(); i = folded.offsetByCodePoints(i, 1)) {
            encoded.append(encode(folded.codePointAt(i), i == 0));
            if (encoded.length() <= MAX_FOLDER_CHARS - CUT_CHARS) {
                kept = encoded.length();
            }
        }
        if (encoded.length() > MAX_FOLDER_CHARS) {
            encoded.setLength(kept);
            encoded.append(CUT).append(HexFormat.of().toHexDigits(folded.hashCode()));
        }
        return encoded.toString();
    }

    private static boolean isPlain(String folded) {
        if (folded.isEmpty() || folded.length() > MAX_FOLDER_CHARS || folded.charAt(0) == '.') {
            return false;
        }
        for (int i = 0; i < folded.length(); i++) {
            if (PLAIN.indexOf(folded.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    private static String encode(int character, boolean first) {
        boolean hidden = first && character == '.';
        if (PLAIN.indexOf(character) >= 0 && !hidden) {
            return Character.toString(character);
        }
        byte[] bytes = Character.toString(character).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().withPrefix("%").formatHex(bytes);
    }

    private static InvalidNameException invalid(String text, String problem) {
        return new InvalidNameException(
                ErrorCode.INVALID_NAME, "the mailslot name '" + printable(text) + "' " + problem + example());
    }

    private static String printable(String text) {
        String shown = text.length() <= 80 ? text : text.substring(0, 77) + "...";
        return shown.replaceAll("\\p{Cntrl}", "?");
    }

    private static String example() {
        return "; a valid name is 'orders', 'shop/orders' or '\\\\.\\mailslot\\shop\\orders'";
    }
}
