package dev.vitrine.config;

/**
 * A mistake of the operator.
 *
 * @param where {@code vitrine.yml:12:5} (line and column from 1) or the name of an environment variable
 * @param message what, the value, the bound, what to do
 */
public record ConfigProblem(String where, String message) {

    @Override
    public String toString() {
        return where + ": " + message;
    }
}
