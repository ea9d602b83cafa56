package dev.vitrine.config;

/** A value that must not be seen: prints as stars, wherever it is printed. */
public record Secret(String value) {

    @Override
    public String toString() {
        return "********";
    }
}
