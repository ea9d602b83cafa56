package dev.vitrine.hls.check;

/** How bad a finding is. */
public enum Severity {
    /** A rule is broken that players rely on. */
    ERROR,
    /** A recommendation is not followed. */
    WARNING,
    /** It is allowed as it is, and could be better. */
    ADVICE
}
