package dev.vitrine.server;

import java.util.Optional;

/** Which Vitrine this is. */
public final class Version {

    /** As in the jar's manifest; {@code development} when run from class folders. */
    public static final String TEXT = Optional.ofNullable(
                    Version.class.getPackage().getImplementationVersion())
            .orElse("development");

    private Version() {}
}
