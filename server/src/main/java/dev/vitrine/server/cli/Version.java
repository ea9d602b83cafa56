package dev.vitrine.server.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that the jar's manifest tells. */
final class Version implements IVersionProvider {

    static String current() {
        return dev.vitrine.server.Version.TEXT;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"vitrine " + current()};
    }
}
