package dev.vitrine.server.http;

import static dev.vitrine.server.http.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.server.store.ConfiguredChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChannelsTest {

    private static final String MAIN = "{\"id\":\"main\",\"title\":\"Main\"}";

    @TempDir
    Path directory;

    private TestServer server;

    @BeforeEach
    void start() {
        server = new TestServer(directory);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void create_answersTheKeyOnce() throws Exception {
        var created = server.call("POST", "/api/v1/channels", MAIN);
        assertThat(created.statusCode()).isEqualTo(201);
        String key = json(created).get("streamKey").asText();
        assertThat(server.services.channels().findByKey(key)).isPresent();
        assertThat(server.live.told).containsExactly("added main");

        assertThat(server.call("GET", "/api/v1/channels/main").body())
                .doesNotContain(key)
                .doesNotContain("streamKey");
        assertThat(server.call("GET", "/api/v1/channels").body()).doesNotContain(key);
        assertThat(server.call("POST", "/api/v1/channels", MAIN).statusCode()).isEqualTo(409);
    }

    @Test
    void channel_offline_saysSoWithNulls() throws Exception {
        server.call("POST", "/api/v1/channels", MAIN);
        String url = "rtmp://127.0.0.1:1935/live";
        assertThat(json(server.call("GET", "/api/v1/channels/main")))
                .isEqualTo(Json.MAPPER.readTree("""
                        {"id":"main","title":"Main","captureDelayMillis":0,"encoderCues":false,"allowFrom":[],
                         "state":"offline","live":false,"since":null,"show":null,"edge":null,"encoder":null,"publisher":null,"video":null,"audio":null,
                         "renditions":[],"viewers":0,"lastError":null,"advice":[],"cue":null,"keySource":"database",
                         "urls":{"watch":"/watch/main","hls":"/live/main/index.m3u8","embed":"/embed/main",
                                 "overlay":"/overlay/main","poster":"/live/main/poster.jpg","rtmp":"%s"}}""".formatted(url)));
    }

    @Test
    void channel_live_saysWhatIsMeasured() throws Exception {
        server.call("POST", "/api/v1/channels", MAIN);
        server.live.goLive("main");
        var channel = json(server.call("GET", "/api/v1/channels")).at("/channels/0");
        assertThat(channel.at("/state").asText()).isEqualTo("live");
        assertThat(channel.at("/live").asBoolean()).isTrue();
        assertThat(channel.at("/since").asText()).isEqualTo("2026-11-22T18:06:40.000Z");
        assertThat(channel.at("/edge").asText()).isEqualTo("2026-11-22T18:07:28.966Z");
        assertThat(channel.at("/show/epoch").asText()).isEqualTo("k7x2m9qa");
        assertThat(channel.at("/video/frameRate").asDouble()).isEqualTo(30.0);
        assertThat(channel.at("/video/gopSeconds").isNull()).isTrue();
        assertThat(channel.at("/audio/bitrate").asLong()).isEqualTo(128_400);
        assertThat(channel.at("/renditions/0/bandwidth").asLong()).isEqualTo(2_400_000);
        assertThat(channel.at("/advice/0/level").asText()).isEqualTo("warn");
        assertThat(channel.at("/lastError/at").asText()).isEqualTo("2026-11-22T18:06:40.000Z");
    }

    @Test
    void update_changesWhatIsSaid() throws Exception {
        server.call("POST", "/api/v1/channels", MAIN);
        var changed = server.call("PATCH", "/api/v1/channels/main", "{\"captureDelayMillis\":350}");
        assertThat(json(changed).get("captureDelayMillis").asLong()).isEqualTo(350);
        assertThat(json(changed).get("title").asText()).isEqualTo("Main");
        assertThat(server.live.told).contains("changed main 350");
    }

    @Test
    void key_rotated_tellsTheStream() throws Exception {
        String old = json(server.call("POST", "/api/v1/channels", MAIN))
                .get("streamKey")
                .asText();
        var rotated = server.call("POST", "/api/v1/channels/main/key");
        assertThat(rotated.statusCode()).isEqualTo(200);
        assertThat(json(rotated).get("streamKey").asText()).isNotEqualTo(old);
        assertThat(server.services.channels().findByKey(old)).isEmpty();
        assertThat(server.live.told).contains("keyChanged main");
    }

    @Test
    void configuredChannel_keyAndExistenceAreTheFiles() throws Exception {
        server.services
                .channels()
                .configure(List.of(new ConfiguredChannel("main", "Main", Optional.of("fixed-key"), Duration.ZERO)));
        assertThat(json(server.call("GET", "/api/v1/channels/main"))
                        .get("keySource")
                        .asText())
                .isEqualTo("configuration");
        assertThat(server.call("POST", "/api/v1/channels/main/key").statusCode())
                .isEqualTo(409);
        assertThat(server.call("DELETE", "/api/v1/channels/main").statusCode()).isEqualTo(409);
    }

    @Test
    void end_thenDelete() throws Exception {
        server.call("POST", "/api/v1/channels", MAIN);
        server.live.goLive("main");
        assertThat(server.call("DELETE", "/api/v1/channels/main").statusCode()).isEqualTo(409);
        assertThat(server.call("POST", "/api/v1/channels/main/end").statusCode())
                .isEqualTo(204);
        assertThat(server.call("POST", "/api/v1/channels/main/end").statusCode())
                .isEqualTo(409);
        assertThat(server.call("DELETE", "/api/v1/channels/main").statusCode()).isEqualTo(204);
        assertThat(server.call("GET", "/api/v1/channels/main").statusCode()).isEqualTo(404);
        assertThat(server.live.told).contains("removed main");
    }

    @Test
    void wrongBodies_sayWhatIsWrong() throws Exception {
        server.call("POST", "/api/v1/channels", MAIN);
        assertThat(detail("POST", "/api/v1/channels", "{\"id\":\"Main\",\"title\":\"x\"}"))
                .isEqualTo("channel id 'Main' must be 1 to 63 of a-z, 0-9 and '-', not starting with '-'");
        assertThat(detail("POST", "/api/v1/channels", "{\"id\":\"a\"}"))
                .isEqualTo("'title' is missing: it must be a string");
        assertThat(detail("POST", "/api/v1/channels", "{\"id\":7,\"title\":\"x\"}"))
                .isEqualTo("'id' must be a string, not 7");
        assertThat(detail("POST", "/api/v1/channels", "[1]")).startsWith("the body must be a JSON object");
        assertThat(detail("POST", "/api/v1/channels", "")).startsWith("the body must be a JSON object");
        assertThat(detail("POST", "/api/v1/channels", "{\"id\":\n\"a\"")).contains("line 2");
        assertThat(detail("PATCH", "/api/v1/channels/main", "{\"titel\":\"x\"}"))
                .isEqualTo("unknown member 'titel'; possible are allowFrom, captureDelayMillis, encoderCues, title");
        assertThat(detail("PATCH", "/api/v1/channels/main", "{\"captureDelayMillis\":30001}"))
                .isEqualTo("captureDelayMillis 30001 must be 0 to 30000");
        assertThat(detail("PATCH", "/api/v1/channels/main", "{\"captureDelayMillis\":9e99}"))
                .contains("must be a whole number");
    }

    @Test
    void shows_plannedOnes_areListed() throws Exception {
        server.call("POST", "/api/v1/channels", MAIN);
        var planned = server.call(
                "POST",
                "/api/v1/channels/main/shows",
                "{\"title\":\"Tết\",\"start\":\"2027-01-01T12:00:00Z\",\"cueSheet\":[{\"sku\":\"TS-01\"}]}");
        assertThat(planned.statusCode()).isEqualTo(201);
        assertThat(json(planned).get("id").asText()).startsWith("20270101-120000-");
        var listed = json(server.call("GET", "/api/v1/shows")).at("/shows/0");
        assertThat(listed).isEqualTo(json(planned));
        assertThat(listed.get("start").asText()).isEqualTo("2027-01-01T12:00:00.000Z");
        assertThat(listed.get("state").asText()).isEqualTo("planned");
        assertThat(server.call("POST", "/api/v1/channels/none/shows", "{\"title\":\"x\"}")
                        .statusCode())
                .isEqualTo(404);
    }

    private String detail(String method, String path, String body) throws Exception {
        var answer = server.call(method, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(json(answer).get("title").asText()).isEqualTo("Unprocessable Content");
        return json(answer).get("detail").asText();
    }
}
