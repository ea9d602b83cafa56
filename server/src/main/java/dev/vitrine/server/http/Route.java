package dev.vitrine.server.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.util.function.Consumer;

/**
 * One line of the table of {@link Routes}.
 *
 * @param template such as {@code /api/v1/channels/{id}}; a last segment {@code *} takes the rest
 */
record Route(HttpString method, String template, Target target) {

    /** What answers. */
    sealed interface Target {}

    /** From memory, on the I/O thread: must not block. */
    record Direct(HttpHandler handler) implements Target {}

    /**
     * On a worker.
     *
     * @param maxBody bytes; 0: a body is not read
     * @param arrival called before anything else, on the I/O thread: must not block
     */
    record Worked(Access access, long maxBody, Consumer<HttpServerExchange> arrival, Call.Handler handler)
            implements Target {

        Worked(Access access, long maxBody, Call.Handler handler) {
            this(access, maxBody, exchange -> {}, handler);
        }
    }

    /** On a worker, open to all; sends its answer itself. */
    record Offloaded(HttpHandler handler) implements Target {}

    /** On the I/O thread, for operators only: the gate is asked on a worker before. */
    record Guarded(HttpHandler handler) implements Target {}

    /** On a worker, for operators only; sends its answer itself. */
    record Handed(HttpHandler handler) implements Target {}

    /** Who may ask. */
    enum Access {
        ANYBODY,
        OPERATOR
    }

    static Route direct(String method, String template, HttpHandler handler) {
        return new Route(new HttpString(method), template, new Direct(handler));
    }

    static Route page(String template, HttpHandler handler) {
        return new Route(Methods.GET, template, new Offloaded(handler));
    }

    static Route guarded(String method, String template, HttpHandler handler) {
        return new Route(new HttpString(method), template, new Guarded(handler));
    }

    static Route handed(String method, String template, HttpHandler handler) {
        return new Route(new HttpString(method), template, new Handed(handler));
    }

    static Route open(String method, String template, long maxBody, Call.Handler handler) {
        return new Route(new HttpString(method), template, new Worked(Access.ANYBODY, maxBody, handler));
    }

    static Route operator(String method, String template, long maxBody, Call.Handler handler) {
        return new Route(new HttpString(method), template, new Worked(Access.OPERATOR, maxBody, handler));
    }

    /** For operators whose moment counts: {@code arrival} is told of each call at once. */
    static Route timed(String template, long maxBody, Consumer<HttpServerExchange> arrival, Call.Handler handler) {
        return new Route(Methods.POST, template, new Worked(Access.OPERATOR, maxBody, arrival, handler));
    }

    /** Whether it answers this method; GET's route answers HEAD too (RFC 9110 §9.3.2). */
    boolean takes(HttpString asked) {
        return method.equals(asked) || (method.equals(Methods.GET) && asked.equals(Methods.HEAD));
    }
}
