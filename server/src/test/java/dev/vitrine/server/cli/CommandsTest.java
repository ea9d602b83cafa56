package dev.vitrine.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.server.store.ChannelStore;
import dev.vitrine.server.store.DataLock;
import dev.vitrine.server.store.Database;
import dev.vitrine.server.store.ImageStore;
import dev.vitrine.server.store.TokenStore;
import dev.vitrine.server.store.UserStore;
import io.undertow.Undertow;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {

    @TempDir
    Path directory;

    private final Map<String, String> env = new HashMap<>();
    private String input = "";

    private record Outcome(int exit, String out, String err) {
        JsonNode json() throws Exception {
            return Terminal.json().readTree(out);
        }
    }

    @BeforeEach
    void data() {
        env.put("VITRINE_DATA", directory.resolve("data").toString());
    }

    @Test
    void channel_createListKey() throws Exception {
        Outcome created = vitrine("channel", "create", "main", "--title", "Kênh chính");
        assertThat(created.exit()).as(created.err()).isZero();
        try (Database database = database()) {
            assertThat(new ChannelStore(database, InstantSource.system())
                            .findByKey(created.out().strip()))
                    .isPresent();
        }
        assertThat(vitrine("channel", "list").out()).contains("main  database  Kênh chính");
        assertThat(vitrine("channel", "list", "--json").json().at("/0/title").asText())
                .isEqualTo("Kênh chính");
        assertThat(vitrine("channel", "key", "main", "--json")
                        .json()
                        .get("streamKey")
                        .asText())
                .isNotEqualTo(created.out().strip());
        assertThat(vitrine("channel", "create", "main"))
                .isEqualTo(new Outcome(1, "", "vitrine: there is a channel 'main' already\n"));
        assertThat(vitrine("channel", "create", "Not/good").err())
                .isEqualTo(
                        "vitrine: channel id 'Not/good' must be 1 to 63 of a-z, 0-9 and '-', not starting with '-'\n");
        assertThat(vitrine("channel", "key", "none").exit()).isEqualTo(1);
    }

    @Test
    void token_createListRevoke() throws Exception {
        String secret = vitrine("token", "create", "stream deck").out().strip();
        JsonNode listed = vitrine("token", "list", "--json").json().get(0);
        assertThat(listed.get("name").asText()).isEqualTo("stream deck");
        assertThat(vitrine("token", "list").out()).contains("never").doesNotContain(secret);
        assertThat(vitrine("token", "revoke", listed.get("id").asText()).exit()).isZero();
        try (Database database = database()) {
            assertThat(new TokenStore(database, InstantSource.system()).authenticate(secret))
                    .isEmpty();
        }
        assertThat(vitrine("token", "revoke", "nothing").exit()).isEqualTo(1);
    }

    @Test
    void user_passwordComesThroughStandardInput() {
        input = "một mật khẩu dài\n";
        assertThat(vitrine("user", "add", "linh").exit()).isZero();
        input = "another password\n";
        assertThat(vitrine("user", "passwd", "linh").exit()).isZero();
        try (Database database = database()) {
            assertThat(new UserStore(database, InstantSource.system()).authenticate("linh", "another password"))
                    .isPresent();
        }
        input = "short\n";
        assertThat(vitrine("user", "add", "mai"))
                .isEqualTo(new Outcome(1, "", "vitrine: a password must have 8 to 1024 characters, not 5\n"));
        assertThat(vitrine("user", "list").out()).contains("linh").doesNotContain("mai");
        assertThat(vitrine("user", "passwd", "nobody").exit()).isEqualTo(1);
    }

    @Test
    void products_import_allOrNothing() throws Exception {
        Path good = Files.writeString(
                directory.resolve("good.csv"),
                "sku,title,price,currency,link\nTS-01,Áo dài,990000,VND,https://shop.example/1\n");
        Path bad = Files.writeString(
                directory.resolve("bad.csv"),
                "sku,title,price,currency,link\nTS-02,Nón,abc,VND,https://shop.example/1\n");
        assertThat(vitrine("products", "import", good.toString(), "--json")
                        .json()
                        .get("read")
                        .asInt())
                .isEqualTo(1);
        Outcome refused = vitrine("products", "import", bad.toString());
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).startsWith(bad + ":2: price: ").endsWith("vitrine: nothing was changed\n");
        assertThat(vitrine("products", "import", "none.csv").err()).startsWith("vitrine: cannot read none.csv");
    }

    @Test
    void config_checkAndPrint() throws Exception {
        Path good = Files.writeString(directory.resolve("good.yml"), "http:\n  port: 8090\n");
        Path bad = Files.writeString(directory.resolve("bad.yml"), "http:\n  prot: 8090\n");
        assertThat(vitrine("config", "check", good.toString())).isEqualTo(new Outcome(0, good + ": good\n", ""));
        Outcome wrong = vitrine("config", "check", bad.toString());
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.err()).contains("bad.yml:2:3").contains("prot").contains("port");
        assertThat(vitrine("config", "print", "--config", good.toString()).out())
                .contains("8090");
    }

    @Test
    void backup_thenRestore_bringsEverythingBack() throws Exception {
        vitrine("channel", "create", "main");
        Path images = Files.createDirectories(directory.resolve("data/images"));
        byte[] png = HexFormat.of().parseHex("89504e470d0a1a0a0000000d49484452");
        String kept = new ImageStore(images).save(png);
        Path backup = directory.resolve("backup.zip");
        assertThat(vitrine("backup", backup.toString()).out()).contains("the database and 1 pictures");
        assertThat(vitrine("backup", backup.toString()).err()).contains("exists already");

        vitrine("channel", "create", "later");
        assertThat(vitrine("restore", backup.toString()).err()).contains("--force");
        assertThat(vitrine("restore", backup.toString(), "--force").exit()).isZero();
        assertThat(vitrine("channel", "list").out()).contains("main").doesNotContain("later");
        assertThat(directory.resolve("data/vitrine.db.before")).exists();

        env.put("VITRINE_DATA", directory.resolve("elsewhere").toString());
        assertThat(vitrine("restore", backup.toString()).exit()).isZero();
        assertThat(directory.resolve("elsewhere/images").resolve(kept)).hasBinaryContent(png);
        try (DataLock server = DataLock.acquire(directory.resolve("elsewhere")).orElseThrow()) {
            assertThat(server).isNotNull();
            assertThat(vitrine("restore", backup.toString(), "--force").err()).contains("stop it first");
        }
    }

    @Test
    void cue_goesThroughTheRunningServer() throws Exception {
        List<String> asked = new ArrayList<>();
        Undertow server = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setHandler(exchange -> exchange.getRequestReceiver().receiveFullString((e, body) -> {
                    asked.add(e.getRequestMethod() + " " + e.getRequestPath() + " "
                            + e.getRequestHeaders().getFirst("Authorization") + " " + body);
                    boolean known = !body.contains("TS-99");
                    e.setStatusCode(known ? 201 : 422);
                    e.getResponseSender()
                            .send(
                                    known
                                            ? "{\"id\":\"e-1\",\"q\":1,\"start\":\"2026-11-22T18:07:21.250Z\",\"state\":[]}"
                                            : "{\"detail\":\"sku 'TS-99' is not in the catalogue\"}");
                }))
                .build();
        server.start();
        try {
            int port = ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
            env.put("VITRINE_URL", "http://127.0.0.1:" + port);
            env.put("VITRINE_ADMIN_TOKEN", "secret-of-the-test");
            assertThat(vitrine("cue", "pin", "--channel", "main", "--sku", "TS-01")
                            .out())
                    .isEqualTo("e-1 from 2026-11-22T18:07:21.250Z: []\n");
            assertThat(vitrine("cue", "undo", "--channel", "main", "--json")
                            .json()
                            .get("q")
                            .asLong())
                    .isEqualTo(1);
            assertThat(asked)
                    .containsExactly(
                            "POST /api/v1/channels/main/cues Bearer secret-of-the-test"
                                    + " {\"do\":\"pin\",\"sku\":\"TS-01\",\"at\":\"live\"}",
                            "POST /api/v1/channels/main/cues/undo Bearer secret-of-the-test ");
            assertThat(vitrine("cue", "pin", "--channel", "main", "--sku", "TS-99"))
                    .isEqualTo(new Outcome(1, "", "vitrine: sku 'TS-99' is not in the catalogue\n"));
        } finally {
            server.stop();
        }
        assertThat(vitrine("cue", "clear", "--channel", "main").err()).startsWith("vitrine: no server answers at");
        env.remove("VITRINE_ADMIN_TOKEN");
        assertThat(vitrine("cue", "clear", "--channel", "main").err()).contains("no token");
    }

    /** Exit 0 is for a stream like ours: ReplayTest. */
    @Test
    void hlsCheck_exitsWithOneForErrors_andForNothingToCheck_withTwoForWrongUsage() {
        Undertow server = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setHandler(exchange -> exchange.setStatusCode(
                                exchange.getRequestPath().equals("/bad.m3u8") ? 200 : 404)
                        .getResponseSender()
                        .send("#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:9,\na.ts\n#EXT-X-ENDLIST\n"))
                .build();
        server.start();
        try {
            String root = "http:/" + server.getListenerInfo().get(0).getAddress() + "/";
            Outcome bad = vitrine("hls", "check", root + "bad.m3u8", "--seconds", "2");
            assertThat(bad.exit()).isEqualTo(1);
            assertThat(bad.out()).contains("E11 §4.4.3.1");
            Outcome nothing = vitrine("hls", "check", root + "none.m3u8", "--seconds", "2");
            assertThat(nothing.exit()).isEqualTo(1);
            assertThat(nothing.err()).contains("there is nothing to check").contains("404");
        } finally {
            server.stop();
        }
        assertThat(vitrine("hls", "check", "main").exit()).isEqualTo(2);
        assertThat(vitrine("hls", "check").exit()).isEqualTo(2);
        assertThat(vitrine("hls", "check", "http://127.0.0.1:1/x", "--seconds", "0"))
                .isEqualTo(new Outcome(2, "", "vitrine: --seconds 0 must be between 1 and 86400\n"));
    }

    @Test
    void doctor_saysWhatItFound() throws Exception {
        env.put("VITRINE_HTTP_PORT", "0");
        env.put("VITRINE_RTMP_PORT", "0");
        Outcome healthy = vitrine("doctor", "--json");
        assertThat(healthy.exit()).as(healthy.out()).isZero();
        assertThat(healthy.json().findValuesAsText("what")).contains("configuration", "java", "data", "database");

        Files.createDirectories(directory.resolve("data"));
        Files.writeString(directory.resolve("data/vitrine.db"), "not a database at all ".repeat(100));
        Outcome ill = vitrine("doctor");
        assertThat(ill.exit()).isEqualTo(1);
        assertThat(ill.out()).contains("fail  database: ").contains("not a database");
    }

    @Test
    void wrongUsage_exitsWithTwo() {
        assertThat(vitrine().exit()).isEqualTo(2);
        assertThat(vitrine("chanel", "list").exit()).isEqualTo(2);
        assertThat(vitrine("channel").err()).contains("which command? create, key, list");
        assertThat(vitrine("cue", "pin", "--channel", "main").err()).contains("--sku");
        assertThat(vitrine("--version").out()).startsWith("vitrine ");
        assertThat(vitrine("--help").out()).contains("doctor").doesNotContain("warm-up");
    }

    @Test
    void warmUp_leavesNothing() {
        assertThat(vitrine("warm-up").exit()).isZero();
    }

    private Database database() {
        return Database.open(directory.resolve("data/vitrine.db"));
    }

    private Outcome vitrine(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal = new Terminal(
                env,
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                InstantSource.system());
        int exit = Vitrine.run(terminal, args);
        return new Outcome(exit, out.toString(), err.toString());
    }
}
