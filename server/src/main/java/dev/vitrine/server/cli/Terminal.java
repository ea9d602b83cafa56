package dev.vitrine.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;

/** The world around a command, so that tests can be one. */
record Terminal(Map<String, String> env, InputStream in, PrintWriter out, PrintWriter err, InstantSource clock) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    Terminal {
        env = Map.copyOf(env);
    }

    void println(String line) {
        out.println(line);
    }

    void printJson(JsonNode node) {
        out.println(node.toPrettyString());
    }

    static JsonMapper json() {
        return JSON;
    }

    /** Asks at a keyboard without echo; takes the first line of what is piped in otherwise. */
    @SuppressWarnings("SystemConsoleNull") // scripts/vitrine sets jdk.console=java.base, under which it still may be
    String readPassword(String prompt) {
        Console console = System.console();
        if (console != null) {
            char[] typed = console.readPassword("%s: ", prompt);
            return typed == null ? "" : new String(typed);
        }
        try {
            String line = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            throw OperatorError.failed("cannot read the password from standard input: " + e.getMessage());
        }
    }
}
