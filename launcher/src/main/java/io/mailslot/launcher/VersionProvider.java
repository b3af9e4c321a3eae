package io.mailslot.launcher;

import picocli.CommandLine.IVersionProvider;

/** Tells the version where it is an option beside others. */
final class VersionProvider implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {Start.version()};
    }
}
