package dev.vitrine.server.http;

import dev.vitrine.overlay.CueRefused;
import dev.vitrine.server.store.DiskFullException;
import io.undertow.util.StatusCodes;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A request that is answered with a problem (RFC 9457) instead of what it asked for. Thrown by any step of a call; it
 * is an answer, not a fault, so it is never logged.
 */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1;

    private static final int INSUFFICIENT_STORAGE = 507;

    private final int status;
    private final transient List<Problem.Part> errors;
    private final transient Map<String, String> headers;

    private Refusal(int status, String detail, List<Problem.Part> errors, Map<String, String> headers) {
        super(detail, null, false, false);
        this.status = status;
        this.errors = List.copyOf(errors);
        this.headers = Map.copyOf(headers);
    }

    static Refusal of(int status, String detail) {
        return new Refusal(status, detail, List.of(), Map.of());
    }

    static Refusal unauthorized(String detail) {
        // RFC 9110 §11.6.1: a 401 says how to do better.
        return new Refusal(
                StatusCodes.UNAUTHORIZED, detail, List.of(), Map.of("WWW-Authenticate", "Bearer realm=\"vitrine\""));
    }

    static Refusal notFound(String detail) {
        return of(StatusCodes.NOT_FOUND, detail);
    }

    static Refusal conflict(String detail) {
        return of(StatusCodes.CONFLICT, detail);
    }

    static Refusal invalid(String detail) {
        return of(StatusCodes.UNPROCESSABLE_ENTITY, detail);
    }

    static Refusal invalid(String detail, List<Problem.Part> errors) {
        return new Refusal(StatusCodes.UNPROCESSABLE_ENTITY, detail, errors, Map.of());
    }

    static Refusal tooLarge(long limit) {
        return of(
                StatusCodes.REQUEST_ENTITY_TOO_LARGE,
                "the body is larger than " + limit + " bytes, the most that this call takes");
    }

    static Refusal tooMany(String detail, long retryAfterSeconds) {
        return new Refusal(
                StatusCodes.TOO_MANY_REQUESTS,
                detail,
                List.of(),
                Map.of("Retry-After", Long.toString(retryAfterSeconds)));
    }

    static Refusal notAllowed(String method, String allowed) {
        return new Refusal(
                StatusCodes.METHOD_NOT_ALLOWED,
                method + " is not possible here, only " + allowed,
                List.of(),
                Map.of("Allow", allowed));
    }

    static Refusal unavailable(String detail) {
        return new Refusal(StatusCodes.SERVICE_UNAVAILABLE, detail, List.of(), Map.of("Retry-After", "5"));
    }

    /** Answers 422 with the message of what a value object finds wrong with its members. */
    static <T> T checked(Supplier<T> work) {
        try {
            return work.get();
        } catch (IllegalArgumentException e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
    }

    /** What the cue desk does not do, in HTTP's words. */
    static Refusal of(CueRefused refused) {
        String detail = String.valueOf(refused.getMessage());
        return switch (refused.kind()) {
            case CONFLICT -> conflict(detail);
            case INVALID -> invalid(detail);
            case TOO_FAST -> tooMany(detail, 1);
        };
    }

    /** RFC 4918 §11.5: 507, and what to do about it. */
    static Refusal of(DiskFullException full) {
        return of(
                INSUFFICIENT_STORAGE,
                full.getMessage()
                        + "; nothing was changed. Make room on that disk, or lower storage.quota so that older"
                        + " replays go, and try again");
    }

    Reply reply() {
        Reply reply = new Problem(status, String.valueOf(getMessage()), errors).reply();
        for (var header : headers.entrySet()) {
            reply = reply.with(header.getKey(), header.getValue());
        }
        return reply;
    }
}
