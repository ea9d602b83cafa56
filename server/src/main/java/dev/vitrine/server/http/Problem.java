package dev.vitrine.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertow.util.StatusCodes;
import java.util.List;
import java.util.OptionalInt;

/**
 * Problem details (RFC 9457).
 *
 * @param detail for a person: what, the value, the bound, what to do
 * @param errors the single faults, where there are several
 */
record Problem(int status, String detail, List<Part> errors) {

    private static final String MEDIA_TYPE = "application/problem+json";

    /** One fault among several: at which line of the body (from 1), in which field. */
    record Part(OptionalInt line, String field, String message) {}

    Reply reply() {
        ObjectNode node = Json.object();
        node.put("type", "about:blank");
        node.put("title", title());
        node.put("status", status);
        node.put("detail", detail);
        if (!errors.isEmpty()) {
            var array = node.putArray("errors");
            for (Part part : errors) {
                ObjectNode fault = array.addObject();
                part.line().ifPresent(line -> fault.put("line", line));
                fault.put("field", part.field());
                fault.put("message", part.message());
            }
        }
        return Reply.of(status, MEDIA_TYPE, Json.bytes(node)).with("Cache-Control", "no-store");
    }

    /** The phrases of RFC 9110, where Undertow still has older ones. */
    private String title() {
        return switch (status) {
            case StatusCodes.UNPROCESSABLE_ENTITY -> "Unprocessable Content";
            case StatusCodes.REQUEST_ENTITY_TOO_LARGE -> "Content Too Large";
            case 507 -> "Insufficient Storage";
            default -> StatusCodes.getReason(status);
        };
    }
}
