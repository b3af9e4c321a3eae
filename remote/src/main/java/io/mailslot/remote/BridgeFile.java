package io.mailslot.remote;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.InvalidArgumentException;
import io.mailslot.remote.internal.config.Amounts;
import io.mailslot.remote.internal.config.Spelling;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;

/** Reads {@link BridgeOptions} from the file that people write. */
final class BridgeFile {
    /** What each key does with its value; paths are relative to a folder. */
    private static final Map<String, Setting> SETTINGS = settings();

    @FunctionalInterface
    private interface Setting {
        BridgeOptions apply(BridgeOptions options, String value, Path folder);
    }

    private BridgeFile() {}

    private static Map<String, Setting> settings() {
        Map<String, Setting> settings = new LinkedHashMap<>();
        settings.put("name", (options, value, folder) -> options.withName(value));
        settings.put("domain", (options, value, folder) -> options.withDomain(value));
        settings.put("servers", (options, value, folder) -> options.withServers(list(value)));
        settings.put("tls", (options, value, folder) -> options.with(parts -> parts.tlsOff = !isOn(value)));
        settings.put("tls.key", path((parts, file) -> parts.tlsKey = file));
        settings.put("tls.trust", path((parts, file) -> parts.tlsTrust = file));
        settings.put("tls.password-file", path((parts, file) -> parts.tlsPasswordFile = file));
        settings.put("user", (options, value, folder) -> options.with(parts -> parts.user = notEmpty(value)));
        settings.put("password-file", path((parts, file) -> parts.passwordFile = file));
        settings.put("send", (options, value, folder) -> options.withSend(list(value)));
        settings.put("accept", (options, value, folder) -> options.withAccept(list(value)));
        settings.put("outbox.capacity", (options, value, folder) -> options.withOutboxCapacity(Amounts.size(value)));
        settings.put("outbox.max-message", (options, value, folder) -> options.withOutboxMaxMessage(smallSize(value)));
        settings.put("expire", (options, value, folder) -> options.withExpire(Amounts.duration(value)));
        settings.put("storage.replicas", (options, value, folder) -> options.withStorageReplicas(number(value)));
        settings.put("storage.max-bytes", (options, value, folder) -> options.withStorageMaxBytes(Amounts.size(value)));
        return settings;
    }

    private interface PathSetting {
        void apply(BridgeParts parts, Path file);
    }

    private static Setting path(PathSetting setting) {
        return (options, value, folder) -> {
            Path file = folder.resolve(notEmpty(value));
            return options.with(parts -> setting.apply(parts, file));
        };
    }

    static BridgeOptions load(Path file) {
        Properties properties = new OnceEach();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            throw new BridgeException(
                    ErrorCode.FILE_NOT_FOUND, "there is no file " + file + "; name the configuration of the bridge", e);
        } catch (CharacterCodingException | IllegalArgumentException e) {
            throw new BridgeException(ErrorCode.INVALID_PARAMETER, file + ": " + problem(e), e);
        } catch (IOException e) {
            throw new BridgeException(
                    ErrorCode.ACCESS_DENIED,
                    "the file " + file + " cannot be read: " + e + "; let " + System.getProperty("user.name")
                            + " read it",
                    e);
        }
        Path folder = file.toAbsolutePath().getParent();
        return read(properties, folder, file.toString());
    }

    private static String problem(Exception e) {
        return e instanceof CharacterCodingException ? "it is no text in UTF-8; save it as UTF-8" : e.getMessage();
    }

    /** Where it was found stands at the beginning of what goes wrong. */
    static BridgeOptions read(Properties properties, Path folder, String where) {
        BridgeOptions options = BridgeOptions.defaults();
        for (String key : new TreeSet<>(properties.stringPropertyNames())) {
            Setting setting = SETTINGS.get(key);
            if (setting == null) {
                throw new BridgeException(ErrorCode.INVALID_PARAMETER, where + ": " + unknown(key));
            }
            String value = properties.getProperty(key).strip();
            try {
                options = setting.apply(options, value, folder);
            } catch (IllegalArgumentException | InvalidArgumentException e) {
                throw new BridgeException(
                        ErrorCode.INVALID_PARAMETER,
                        where + ": " + key + " = " + shown(value) + ": " + e.getMessage(),
                        e);
            }
        }
        try {
            return options.check();
        } catch (BridgeException e) {
            throw new BridgeException(e.errorCode(), where + ": " + e.getMessage(), e.getCause());
        }
    }

    private static String unknown(String key) {
        String start = "the key '" + key + "' is unknown; ";
        return Spelling.nearest(key, SETTINGS.keySet())
                .map(near -> start + "did you mean '" + near + "'?")
                .orElse(start + "the keys are " + String.join(", ", SETTINGS.keySet()));
    }

    /** An address may have a password in it. */
    private static String shown(String value) {
        return value.replaceAll("//[^/,\\s]*@", "//...@");
    }

    private static String[] list(String value) {
        if (value.isEmpty()) {
            return new String[0];
        }
        String[] entries =
                Arrays.stream(value.split(",", -1)).map(String::strip).toArray(String[]::new);
        if (Arrays.asList(entries).contains("")) {
            throw new InvalidArgumentException("there is nothing before or behind a comma; leave out the comma");
        }
        return entries;
    }

    private static boolean isOn(String value) {
        return switch (value) {
            case "on" -> true;
            case "off" -> false;
            default -> throw new InvalidArgumentException("it is neither on nor off; leave it out for on");
        };
    }

    private static String notEmpty(String value) {
        if (value.isEmpty()) {
            throw new InvalidArgumentException("it has no value; give it one, or leave out the key");
        }
        return value;
    }

    private static int smallSize(String value) {
        return (int) Math.min(Amounts.size(value), Integer.MAX_VALUE);
    }

    private static int number(String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new InvalidArgumentException("it is no number; write for instance 3", e);
        }
    }

    /** A key that is there twice would silently count with its last value. */
    private static final class OnceEach extends Properties {
        private static final long serialVersionUID = 1L;

        @Override
        public synchronized Object put(Object key, Object value) {
            Object before = super.put(key, value);
            if (before != null) {
                throw new IllegalArgumentException(
                        "the key '" + key + "' is there twice, with " + shown(before.toString()) + " and with "
                                + shown(value.toString()) + "; leave out one of them");
            }
            return before;
        }
    }
}
