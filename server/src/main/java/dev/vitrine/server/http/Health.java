package dev.vitrine.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertow.util.StatusCodes;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code /health/…}: for supervisors and load balancers. */
public final class Health {

    private final List<Check> checks;

    /**
     * Something that must hold before traffic makes sense.
     *
     * @param name one word, such as {@code database}
     * @param problem asked at each request, on a worker; empty while it holds, otherwise what is wrong, for a person
     */
    public record Check(String name, Supplier<Optional<String>> problem) {}

    public Health(List<Check> checks) {
        this.checks = List.copyOf(checks);
    }

    /** The process answers: enough not to be restarted. */
    Reply live(Call call) {
        return Reply.ok(Json.object().put("status", "ok"));
    }

    /** It can do its work: 503 names what cannot, and why. */
    Reply ready(Call call) {
        ObjectNode results = Json.object();
        ObjectNode problems = Json.object();
        for (Check check : checks) {
            Optional<String> problem = ask(check);
            results.put(check.name(), problem.isEmpty());
            problem.ifPresent(text -> problems.put(check.name(), text));
        }
        boolean ready = problems.isEmpty();
        ObjectNode node = Json.object().put("status", ready ? "ok" : "unavailable");
        node.set("checks", results);
        if (!ready) {
            node.set("problems", problems);
        }
        return Reply.json(ready ? StatusCodes.OK : StatusCodes.SERVICE_UNAVAILABLE, node);
    }

    /** A check that breaks is one that fails. */
    private static Optional<String> ask(Check check) {
        try {
            return check.problem().get();
        } catch (RuntimeException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
