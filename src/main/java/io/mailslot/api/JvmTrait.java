package io.mailslot.api;

/**
 * What a child JVM has from the one that starts it by {@code io.mailslot.JavaCommand}, beside its class path. All of it, as this
 * JVM was started with it, unless it is switched off; a debugger never.
 *
 * @since 0.1.0
 */
public enum JvmTrait {
    /** Where assertions are on and off: {@code -ea}, {@code -da}, {@code -esa}, {@code -dsa}, in all their forms. */
    ASSERTIONS,
    /** {@code --enable-preview}. */
    PREVIEW,
    /** {@code --module-path}, {@code --upgrade-module-path} and {@code --patch-module}, with absolute paths. */
    MODULE_PATH,
    /**
     * {@code --add-modules}, {@code --add-opens}, {@code --add-exports}, {@code --add-reads}, {@code --limit-modules} and
     * {@code --enable-native-access}.
     */
    MODULE_OPTIONS,
    /**
     * {@code -javaagent}, {@code -agentpath} and {@code -agentlib}, with absolute paths. One that listens on a port, or writes
     * into a file, may not work twice: switch it off then.
     */
    AGENTS,
    /** {@code -Dfile.encoding}, {@code -Dsun.jnu.encoding}, {@code -Dstdout.encoding} and their like. */
    ENCODINGS,
    /** {@code -Duser.language}, {@code -Duser.country}, {@code -Duser.script}, {@code -Duser.variant} and their like. */
    LOCALE,
    /** {@code -Duser.timezone}. */
    TIME_ZONE
}
