package dev.vitrine.server.http;

import static dev.vitrine.server.http.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.overlay.Money;
import dev.vitrine.overlay.Product;
import dev.vitrine.server.store.CatalogueStore;
import dev.vitrine.server.store.Database;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProductsTest {

    private static final String TS_01 = """
            {"sku":"TS-01","title":"Áo dài lụa","price":{"amountMinor":990000,"currency":"VND"},
             "availability":"in_stock","link":"https://shop.example/p/ts-01","external":{"shopify-variant":"70881412"}}""";
    private static final byte[] PNG = HexFormat.of().parseHex("89504e470d0a1a0a0000000d49484452");

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
    void put_newThenKnown() throws Exception {
        assertThat(server.call("PUT", "/api/v1/products/TS-01", TS_01).statusCode())
                .isEqualTo(201);
        assertThat(server.call("PUT", "/api/v1/products/TS-01", TS_01.replace("990000", "890000"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(json(server.call("GET", "/api/v1/products/TS-01"))
                        .at("/price/amountMinor")
                        .asLong())
                .isEqualTo(890_000);
        assertThat(json(server.call("GET", "/api/v1/products")).at("/version").asLong())
                .isEqualTo(2);
    }

    @Test
    void put_skuMayBeLeftToTheAddress_butNotContradictIt() throws Exception {
        assertThat(server.call("PUT", "/api/v1/products/TS-02", TS_01.replace("\"sku\":\"TS-01\",", ""))
                        .statusCode())
                .isEqualTo(201);
        var other = server.call("PUT", "/api/v1/products/TS-03", TS_01);
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(json(other).get("detail").asText()).contains("TS-01").contains("TS-03");
    }

    @Test
    void put_wrong_namesTheField() throws Exception {
        var wrong = server.call("PUT", "/api/v1/products/TS-01", TS_01.replace("https://", "javascript://"));
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(json(wrong).at("/errors/0/field").asText()).isEqualTo("link");
        assertThat(server.call("GET", "/api/v1/products/TS-01").statusCode()).isEqualTo(404);
    }

    @Test
    void delete_onlyWhatIsThere() throws Exception {
        server.call("PUT", "/api/v1/products/TS-01", TS_01);
        assertThat(server.call("DELETE", "/api/v1/products/TS-01").statusCode()).isEqualTo(204);
        assertThat(server.call("DELETE", "/api/v1/products/TS-01").statusCode()).isEqualTo(404);
    }

    @Test
    void publicCatalogue_isTaggedOpenAndWithoutOurIds() throws Exception {
        server.call("PUT", "/api/v1/products/TS-01", TS_01);
        var first = server.get("/products.json");
        assertThat(json(first).get("version").asLong()).isEqualTo(1);
        assertThat(first.body()).contains("Áo dài lụa").doesNotContain("70881412");
        assertThat(first.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
        assertThat(first.headers().firstValue("Content-Type")).contains("application/json");

        String tag = first.headers().firstValue("ETag").orElseThrow();
        assertThat(withTag(tag).statusCode()).isEqualTo(304);
        server.call("PUT", "/api/v1/products/TS-01", TS_01.replace("990000", "890000"));
        assertThat(withTag(tag).statusCode()).isEqualTo(200);
    }

    @Test
    void import_csv_allOrNothing() throws Exception {
        String header = "sku,title,price,currency,link\n";
        String good = header + "TS-01,Áo dài lụa,990000,VND,https://shop.example/1\nTS-02,Nón lá,120000,VND,"
                + "https://shop.example/2\n";
        var dry = server.call("POST", "/api/v1/products/import?dryRun=true", good);
        assertThat(dry.statusCode()).as(dry.body()).isEqualTo(200);
        assertThat(json(server.call("GET", "/api/v1/products")).get("products")).isEmpty();

        server.call("PUT", "/api/v1/products/TS-01", TS_01);
        var read = json(server.call("POST", "/api/v1/products/import", good));
        assertThat(read.get("read").asInt()).isEqualTo(2);
        assertThat(read.get("created").asInt()).isEqualTo(1);
        assertThat(read.get("updated").asInt()).isEqualTo(1);
        assertThat(read.at("/products/1/title").asText()).isEqualTo("Nón lá");

        var bad = server.call("POST", "/api/v1/products/import", good + "TS-03,Khăn,abc,VND,https://shop.example/3\n");
        assertThat(bad.statusCode()).isEqualTo(422);
        assertThat(json(bad).at("/errors/0/line").asInt()).isEqualTo(4);
        assertThat(json(bad).at("/errors/0/field").asText()).isEqualTo("price");
        assertThat(json(server.call("GET", "/api/v1/products")).get("products")).hasSize(2);
        assertThat(server.call("POST", "/api/v1/products/import?dryRun=maybe", good)
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void image_keptByContent_andFirst() throws Exception {
        server.call("PUT", "/api/v1/products/TS-01", TS_01);
        var answer = upload(PNG);
        assertThat(answer.statusCode()).isEqualTo(200);
        String path = json(answer).at("/images/0").asText();
        assertThat(path).matches("/images/[0-9a-f]{64}\\.png");
        assertThat(json(upload(PNG)).get("images")).hasSize(1);

        var served = server.client.send(server.request("GET", path, "").build(), BodyHandlers.ofByteArray());
        assertThat(served.body()).isEqualTo(PNG);
        assertThat(served.headers().firstValue("Content-Type")).contains("image/png");
        assertThat(served.headers().firstValue("Cache-Control")).contains("public, max-age=31536000, immutable");
        assertThat(served.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }

    @Test
    void image_ofAnotherKindOrTooLarge_refused() throws Exception {
        server.call("PUT", "/api/v1/products/TS-01", TS_01);
        assertThat(upload("<svg onload=alert(1)>".getBytes(StandardCharsets.UTF_8))
                        .statusCode())
                .isEqualTo(422);
        byte[] large = new byte[(5 << 20) + 1];
        System.arraycopy(PNG, 0, large, 0, PNG.length);
        assertThat(upload(large).statusCode()).isEqualTo(413);
        assertThat(server.get("/images/" + "0".repeat(64) + ".png").statusCode())
                .isEqualTo(404);
    }

    @Test
    void catalogue_changedByAnotherProcess_isNoticed() throws Exception {
        try (Database command = Database.open(server.database.file())) {
            new CatalogueStore(command)
                    .change(all -> all.with(Product.of("X-1", "X", new Money(1, "VND"), "https://shop.example/x")));
        }
        server.services.catalogue().refresh();
        assertThat(server.get("/products.json").body()).contains("X-1");
    }

    @Test
    void catalogue_survivesARestart_inItsOrder() {
        for (String sku : new String[] {"C", "A", "B"}) {
            server.services
                    .catalogue()
                    .change(all -> all.with(Product.of(sku, sku, new Money(1, "VND"), "https://shop.example/x")));
        }
        server.services.catalogue().change(all -> all.without("A"));
        server.services
                .catalogue()
                .change(all -> all.with(Product.of("C", "changed", new Money(1, "VND"), "https://shop.example/x")));
        try (Database again = Database.open(server.database.file())) {
            var reread = new CatalogueStore(again).current();
            assertThat(reread.products())
                    .isEqualTo(server.services.catalogue().current().products());
            assertThat(reread.products()).extracting(Product::sku).containsExactly("C", "B");
            assertThat(reread.version()).isEqualTo(5);
        }
    }

    private HttpResponse<String> withTag(String tag) throws Exception {
        return server.send(server.request("GET", "/products.json", "").header("If-None-Match", tag));
    }

    private HttpResponse<String> upload(byte[] picture) throws Exception {
        return server.send(server.request("GET", "/api/v1/products/TS-01/image", "")
                .method("PUT", BodyPublishers.ofByteArray(picture))
                .header("Authorization", "Bearer " + TestServer.ADMIN_TOKEN));
    }
}
