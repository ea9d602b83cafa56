package dev.vitrine.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The description says what the server does, all of it, and nothing else. */
class OpenApiTest {

    /** Pages, files and media are not an API. */
    private static final Set<String> UNDESCRIBED = Set.of(
            "GET /",
            "GET /watch/{channel}",
            "GET /overlay/{channel}",
            "GET /replay/{show}",
            "GET /embed/v1.js",
            "GET /embed/cues/v1.js",
            "GET /embed/assets/*",
            "GET /embed/{channel}",
            "GET /images/{name}",
            "GET /admin",
            "GET /admin/*",
            "GET /live/*",
            "GET /live/{channel}/replay",
            "GET /replay/{show}/poster.jpg",
            "GET /replay/{show}/*");

    @TempDir
    Path directory;

    private TestServer server;
    private JsonNode description;

    @BeforeEach
    void start() throws Exception {
        server = new TestServer(directory);
        description = TestServer.json(server.get("/api/v1/openapi.json"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void everyRoute_isDescribed_andNothingElse() {
        Set<String> routes = server.api.routes().stream()
                .map(route -> route.method() + " " + route.template())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> described = new TreeSet<>(UNDESCRIBED);
        description
                .get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(
                                method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        assertThat(described).isEqualTo(routes);
    }

    @Test
    void everyReference_leadsSomewhere() {
        assertThat(description.findValuesAsText("$ref"))
                .isNotEmpty()
                .allSatisfy(ref -> assertThat(description.at(ref.substring(1)).isMissingNode())
                        .as(ref)
                        .isFalse());
        assertThat(description.findValuesAsText("operationId")).doesNotHaveDuplicates();
    }

    @Test
    void whatNeedsNoCredentials_isWhatTheTableSays() {
        server.api.routes().stream()
                .filter(route -> !UNDESCRIBED.contains(route.method() + " " + route.template()))
                .forEach(route -> {
                    JsonNode security = operation(route).path("security");
                    boolean open = security.isArray() && security.isEmpty();
                    boolean operator = route.target() instanceof Route.Guarded
                            || route.target() instanceof Route.Handed
                            || (route.target() instanceof Route.Worked worked
                                    && worked.access() == Route.Access.OPERATOR);
                    assertThat(open)
                            .as("%s %s", route.method(), route.template())
                            .isEqualTo(!operator);
                });
    }

    @Test
    void answers_fitTheirSchemas() throws Exception {
        conforms("POST", "/api/v1/channels", "/api/v1/channels", "{\"id\":\"main\",\"title\":\"Main\"}");
        conforms("GET", "/api/v1/channels", "/api/v1/channels", "");
        server.live.goLive("main");
        conforms("GET", "/api/v1/channels/{id}", "/api/v1/channels/main", "");
        conforms("PATCH", "/api/v1/channels/{id}", "/api/v1/channels/main", "{\"title\":\"Other\"}");
        conforms("POST", "/api/v1/channels/{id}/key", "/api/v1/channels/main/key", "");
        conforms(
                "PUT",
                "/api/v1/products/{sku}",
                "/api/v1/products/TS-01",
                "{\"title\":\"Áo\",\"price\":{\"amountMinor\":1,\"currency\":\"VND\"},\"link\":\"https://a.example/\"}");
        conforms("GET", "/api/v1/products", "/api/v1/products", "");
        conforms("GET", "/products.json", "/products.json", "");
        String cues = "/api/v1/channels/{id}/cues";
        conforms("POST", cues, "/api/v1/channels/main/cues", "{\"do\":\"pin\",\"sku\":\"TS-01\",\"at\":\"live\"}");
        conforms("GET", cues, "/api/v1/channels/main/cues", "");
        conforms("POST", cues + "/undo", "/api/v1/channels/main/cues/undo", "");
        conforms("POST", cues + "/undo", "/api/v1/channels/main/cues/undo", "");
        conforms("GET", "/live/{channel}/cues.json", "/live/main/cues.json", "");
        conforms("POST", "/api/v1/channels/{id}/shows", "/api/v1/channels/main/shows", "{\"title\":\"Tết\"}");
        conforms("GET", "/api/v1/shows", "/api/v1/shows", "");
        conforms("DELETE", "/api/v1/channels/{id}", "/api/v1/channels/main", "");
        conforms("GET", "/health/ready", "/health/ready", "");
    }

    private JsonNode operation(Route route) {
        return description
                .get("paths")
                .path(route.template())
                .path(route.method().toString().toLowerCase(Locale.ROOT));
    }

    /** Whether the answer's status is described, and its body has the described shape. */
    private void conforms(String method, String template, String path, String body) throws Exception {
        HttpResponse<String> answer = server.call(method, path, body);
        JsonNode response = resolve(description
                .get("paths")
                .path(template)
                .path(method.toLowerCase(Locale.ROOT))
                .path("responses")
                .path(Integer.toString(answer.statusCode())));
        assertThat(response.isMissingNode())
                .as("%s %s answered %d %s", method, path, answer.statusCode(), answer.body())
                .isFalse();
        Iterator<Map.Entry<String, JsonNode>> contents =
                response.path("content").properties().iterator();
        if (contents.hasNext()) {
            JsonNode schema = contents.next().getValue().get("schema");
            fits(schema, TestServer.json(answer), method + " " + path);
        }
    }

    /** As much of JSON Schema as the description uses for answers. */
    private void fits(JsonNode unresolved, JsonNode value, String where) {
        JsonNode schema = resolve(unresolved);
        schema.path("allOf").forEach(part -> fits(part, value, where));
        if (schema.has("oneOf")) {
            JsonNode branch = schema.get("oneOf").get(value.isNull() ? 1 : 0);
            fits(branch, value, where);
        }
        if (schema.has("type")) {
            Set<String> types = new TreeSet<>();
            schema.get("type").forEach(type -> types.add(type.asText()));
            types.add(schema.get("type").asText());
            assertThat(types).as("type of %s, which is %s", where, value).contains(type(value));
        }
        if (schema.has("enum")) {
            assertThat(schema.get("enum")).as(where).contains(value);
        }
        schema.path("required")
                .forEach(name -> assertThat(value.has(name.asText()))
                        .as("%s has %s: %s", where, name.asText(), value)
                        .isTrue());
        if (value.isObject() && schema.has("properties") && !schema.has("allOf")) {
            value.properties().forEach(member -> {
                if (schema.get("properties").has(member.getKey())) {
                    fits(
                            schema.get("properties").get(member.getKey()),
                            member.getValue(),
                            where + "." + member.getKey());
                }
            });
        }
        if (value.isArray() && schema.has("items")) {
            value.forEach(item -> fits(schema.get("items"), item, where + "[]"));
        }
    }

    private JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? description.at(node.get("$ref").asText().substring(1)) : node;
    }

    private static String type(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> "object";
            case ARRAY -> "array";
            case STRING -> "string";
            case BOOLEAN -> "boolean";
            case NULL -> "null";
            case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
            default -> "unknown";
        };
    }
}
