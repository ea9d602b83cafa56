package dev.vitrine.server.http;

import static dev.vitrine.server.http.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.overlay.Money;
import dev.vitrine.overlay.Product;
import dev.vitrine.server.store.Show;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CuesTest {

    private static final String CUES = "/api/v1/channels/main/cues";
    private static final String PIN = "{\"do\":\"pin\",\"sku\":\"TS-01\",\"at\":\"live\"}";

    @TempDir
    Path directory;

    private TestServer server;

    @BeforeEach
    void start() {
        server = new TestServer(directory);
        server.services.channels().create("main", "Main");
        server.services
                .catalogue()
                .change(all -> all.with(
                        Product.of("TS-01", "Áo dài lụa", new Money(990_000, "VND"), "https://shop.example/p/ts-01")));
        server.live.goLive("main");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void pin_live_answersTheWholeState() throws Exception {
        var answer = server.call("POST", CUES, PIN);
        assertThat(answer.statusCode()).isEqualTo(201);
        JsonNode receipt = json(answer);
        assertThat(receipt.get("id").asText()).isEqualTo("k7x2m9qa-1");
        assertThat(receipt.get("q").asLong()).isEqualTo(1);
        assertThat(receipt.get("start").asText()).isEqualTo("2026-11-22T18:07:28.966Z");
        assertThat(receipt.get("state")).isEqualTo(Json.MAPPER.readTree("[{\"t\":\"pin\",\"sku\":\"TS-01\"}]"));
    }

    @Test
    void pin_live_meansTheFrameThatWasNewestWhenTheCallCame_howeverLongItTakes() throws Exception {
        var body = BodyPublishers.fromPublisher(
                BodyPublishers.ofInputStream(() -> {
                    // The server has seen the call and asked for its body.
                    server.live.goOn(Duration.ofMillis(200));
                    return new ByteArrayInputStream(PIN.getBytes(StandardCharsets.UTF_8));
                }),
                PIN.length());
        var slow = server.send(server.request("POST", CUES, "")
                .expectContinue(true)
                .header("Authorization", "Bearer " + TestServer.ADMIN_TOKEN)
                .POST(body));
        assertThat(json(slow).get("start").asText()).isEqualTo("2026-11-22T18:07:28.966Z");

        var next = server.call("POST", CUES, "{\"do\":\"unpin\",\"at\":\"live\"}");
        assertThat(json(next).get("start").asText()).isEqualTo("2026-11-22T18:07:29.166Z");
    }

    @Test
    void list_tellsStaffWhoAndWhy_othersNot() throws Exception {
        server.call(
                "POST", CUES, "{\"do\":\"pin\",\"sku\":\"TS-01\",\"at\":\"2026-11-22T18:06:50Z\",\"note\":\"từ từ\"}");
        JsonNode cue = json(server.call("GET", CUES)).at("/cues/0");
        assertThat(cue.get("start").asText()).isEqualTo("2026-11-22T18:06:50.000Z");
        assertThat(cue.get("reason").asText()).isEqualTo("pin");
        assertThat(cue.get("note").asText()).isEqualTo("từ từ");
        assertThat(cue.get("by").asText()).isEqualTo("admin token");

        var open = server.get("/live/main/cues.json");
        assertThat(open.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
        assertThat(json(open).get("epoch").asText()).isEqualTo("k7x2m9qa");
        assertThat(json(open).at("/cues/0/state/0/sku").asText()).isEqualTo("TS-01");
        assertThat(open.body()).doesNotContain("từ từ").doesNotContain("admin token");
        assertThat(server.get("/live/main/cues.vtt").body())
                .startsWith("WEBVTT\n")
                .contains("Áo dài lụa");
    }

    @Test
    void undo_takesBackOnce() throws Exception {
        server.call("POST", CUES, PIN);
        var undone = server.call("POST", CUES + "/undo");
        assertThat(undone.statusCode()).isEqualTo(201);
        assertThat(json(undone).get("state")).isEmpty();
        assertThat(server.call("POST", CUES + "/undo").statusCode()).isEqualTo(409);
    }

    @Test
    void idempotencyKey_repeated_answersLikeTheFirst() throws Exception {
        var first = keyed(PIN);
        assertThat(keyed(PIN).body()).isEqualTo(first.body());
        assertThat(json(server.call("GET", CUES)).get("cues")).hasSize(1);
    }

    @Test
    void wrongCues_sayWhatIsWrong() throws Exception {
        assertThat(refused("{\"do\":\"pin\",\"sku\":\"TS-99\",\"at\":\"live\"}"))
                .isEqualTo("sku 'TS-99' is not in the catalogue");
        assertThat(refused("{\"do\":\"push\",\"at\":\"live\"}"))
                .isEqualTo("'do' is 'push'; possible are show, pin, unpin, hide, offer, clear");
        assertThat(refused("{\"do\":\"pin\",\"at\":\"live\"}")).contains("needs a sku");
        assertThat(refused("{\"do\":\"pin\",\"sku\":\"TS-01\",\"at\":\"now\"}"))
                .contains("'at' is 'now'")
                .contains("2026-11-22T18:07:21.250Z");
        assertThat(refused("{\"do\":\"offer\",\"sku\":\"TS-01\",\"at\":\"live\"}"))
                .contains("until");
        assertThat(refused("{\"do\":\"pin\",\"sku\":\"TS-01\",\"at\":\"2026-11-22T18:00:00Z\"}"))
                .isNotBlank();
        assertThat(refused("{\"do\":\"pin\",\"sku\":\"TS-01\",\"at\":\"2026-11-22T19:00:00Z\"}"))
                .isNotBlank();
    }

    @Test
    void cues_withoutAShow() throws Exception {
        server.call("POST", "/api/v1/channels/main/end");
        assertThat(server.call("POST", CUES, PIN).statusCode()).isEqualTo(409);
        assertThat(server.call("GET", CUES).body()).isEqualTo("{\"epoch\":null,\"cues\":[]}");
        assertThat(server.get("/live/main/cues.json").statusCode()).isEqualTo(404);
        assertThat(server.call("POST", "/api/v1/channels/none/cues", PIN).statusCode())
                .isEqualTo(404);
    }

    @Test
    void cues_ofAShowThatIsOver_comeFromTheLog() throws Exception {
        server.call("POST", CUES, PIN);
        server.services
                .shows()
                .create(new Show(
                        "s1",
                        "main",
                        "Main",
                        "k7x2m9qa",
                        FakeLive.START,
                        FakeLive.START.plusSeconds(90),
                        Show.State.ENDED,
                        null,
                        null));
        server.call("POST", "/api/v1/channels/main/end");
        assertThat(json(server.get("/replay/s1/cues.json")).at("/cues/0/id").asText())
                .isEqualTo("k7x2m9qa-1");
        assertThat(server.get("/replay/s1/cues.vtt").body()).contains("00:00:48.966 --> ");
        assertThat(server.get("/replay/s2/cues.json").statusCode()).isEqualTo(404);
        assertThat(server.get("/replay/s1").body()).contains("src=\"/replay/s1/index.m3u8\"");
    }

    private HttpResponse<String> keyed(String body) throws Exception {
        return server.send(server.request("POST", CUES, body)
                .header("Authorization", "Bearer " + TestServer.ADMIN_TOKEN)
                .header("Idempotency-Key", "click-1"));
    }

    private String refused(String body) throws Exception {
        var answer = server.call("POST", CUES, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        return json(answer).get("detail").asText();
    }
}
