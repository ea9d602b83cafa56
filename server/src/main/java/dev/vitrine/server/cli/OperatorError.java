package dev.vitrine.server.cli;

import java.util.List;
import picocli.CommandLine.ExitCode;

/** Something that the person at the keyboard can put right: said in a line or a few, without a stack trace. */
final class OperatorError extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int exitCode;
    private final transient List<String> lines;

    private OperatorError(int exitCode, List<String> lines) {
        super(String.join("\n", lines), null, false, false);
        this.exitCode = exitCode;
        this.lines = List.copyOf(lines);
    }

    /** It was right to ask, but it cannot be done (exit 1). */
    static OperatorError failed(String message) {
        return new OperatorError(ExitCode.SOFTWARE, List.of("vitrine: " + message));
    }

    /** As {@link #failed(String)}, with more to say. */
    static OperatorError failed(List<String> lines) {
        return new OperatorError(ExitCode.SOFTWARE, lines);
    }

    /** The command or the configuration is wrong (exit 2). */
    static OperatorError wrong(List<String> lines) {
        return new OperatorError(ExitCode.USAGE, lines);
    }

    int exitCode() {
        return exitCode;
    }

    List<String> lines() {
        return lines;
    }
}
