package io.mailslot.launcher;

import picocli.CommandLine.IVersionProvider;

/** Tells the version that the build wrote into the jar. */
final class VersionProvider implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Main.class.getPackage().getImplementationVersion();
        return new String[] {"mailslot " + (version == null ? "(not packaged)" : version)};
    }
}
