package io.mailslot.internal.file;

import io.mailslot.internal.object.FileIdentity;
import java.nio.file.Path;

/**
 * What a file object was opened as, which never changes.
 *
 * @param path where the file lay
 * @param identity which one it is
 * @param access what may be done with it: bits of {@code internal.object.FileUse}
 */
record OpenFile(Path path, FileIdentity identity, int access) {}
