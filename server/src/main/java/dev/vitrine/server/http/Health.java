package dev.vitrine.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertow.util.StatusCodes;
import java.util.List;
import java.util.function.BooleanSupplier;

/** {@code /health/…}: for supervisors and load balancers. */
public final class Health {

    private final List<Check> checks;

    /**
     * Something that must hold before traffic makes sense.
     *
     * @param name one word, such as {@code database}
     * @param holds asked at each request, on a worker
     */
    public record Check(String name, BooleanSupplier holds) {}

    public Health(List<Check> checks) {
        this.checks = List.copyOf(checks);
    }

    /** The process answers: enough not to be restarted. */
    Reply live(Call call) {
        return Reply.ok(Json.object().put("status", "ok"));
    }

    /** It can do its work: 503 names what cannot. */
    Reply ready(Call call) {
        ObjectNode results = Json.object();
        boolean ready = true;
        for (Check check : checks) {
            boolean holds = check.holds().getAsBoolean();
            results.put(check.name(), holds);
            ready &= holds;
        }
        ObjectNode node = Json.object().put("status", ready ? "ok" : "unavailable");
        node.set("checks", results);
        return Reply.json(ready ? StatusCodes.OK : StatusCodes.SERVICE_UNAVAILABLE, node);
    }
}
