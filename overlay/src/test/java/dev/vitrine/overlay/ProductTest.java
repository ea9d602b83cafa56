package dev.vitrine.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProductTest {

    private static final Money PRICE = new Money(990_000, "VND");
    private static final String FULL = """
            {"sku":"TS-01","title":"Áo dài lụa","description":"Mềm","brand":"Lụa & Co","code":"A1",\
            "price":{"amountMinor":990000,"currency":"VND"},"compareAt":{"amountMinor":1290000,"currency":"VND"},\
            "availability":"in_stock","stock":12,"link":"https://shop.example/p/ts-01",\
            "cart":"https://shop.example/cart?item=TS-01","images":["/images/3f2a.png"],"group":"ao-dai",\
            "options":{"Size":"M"}}""";

    @Test
    void json_isThatOfTheApi_bothWays() {
        Product product = ProductJson.read(FULL);
        assertThat(ProductJson.text(product)).isEqualTo(FULL);
        assertThat(product.stock()).contains(12L);
        assertThat(product.options()).containsExactly(Map.entry("Size", "M"));
    }

    @Test
    void json_ofWhatIsOurs_isNotPublic() {
        Product product = ProductJson.read(FULL.replace("\"options\"", "\"external\":{\"woo\":\"7\"},\"options\""));
        assertThat(product.external()).containsEntry("woo", "7");
        assertThat(ProductJson.writePublic(product).has("external")).isFalse();
        assertThat(ProductJson.read(ProductJson.text(product))).isEqualTo(product);
    }

    @Test
    void title_isKeptComposed() {
        Product product = Product.of("A", "A\u0301o", PRICE, "https://shop.example");
        assertThat(product.title()).isEqualTo("\u00c1o");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"sku\":\"TS-01\"|\"sku\":\"TS 01\"|sku|'TS 01' must be 1 to 64 letters, digits, '.', '_' or '-', the first a letter or digit",
                "\"sku\":\"TS-01\",||sku|is missing",
                "\"title\":\"Áo dài lụa\"|\"title\":\" \"|title|'' must not be empty",
                "\"title\":\"Áo dài lụa\"|\"title\":7|title|must not be a JSON number",
                "\"code\":\"A1\"|\"code\":\"A 1\"|code|'A 1' must be 1 to 16 letters and digits",
                "990000|990000.5|price|'990000.5' must be a whole number",
                "990000|-1|price|amount -1 must be 0 to 1000000000000000",
                "\"price\":{\"amountMinor\":990000,\"currency\":\"VND\"}|\"price\":\"990000\"|price|must not be a JSON string",
                "1290000|990000|compareAt|'990000 VND' must be in the currency of the price and above it (990000 VND)",
                "in_stock|plenty|availability|'plenty' must be in_stock, out_of_stock, preorder or backorder",
                "\"stock\":12|\"stock\":-1|stock|'-1' must be 0 or more",
                "https://shop.example/p/ts-01|http://shop.example/p|link|'http://shop.example/p' must be an https address (http only for localhost)",
                "https://shop.example/cart?item=TS-01|javascript:alert(1)|cart|'javascript:alert(1)' must be an https address (http only for localhost)",
                "/images/3f2a.png|//evil.example/a.png|images|'//evil.example/a.png' must be a path like /images/… or an https address",
                "\"group\"|\"grup\"|grup|unknown member 'grup'"
            })
    void aProduct_thatCannotBe_isRefusedByMember(String from, String to, String field, String message) {
        String json = FULL.replace(from, to == null ? "" : to);
        assertThat(json).isNotEqualTo(FULL);
        assertThatThrownBy(() -> ProductJson.read(json))
                .isInstanceOfSatisfying(
                        ProductRefused.class,
                        refused -> assertThat(refused.field()).isEqualTo(field))
                .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:8080/p", "http://127.0.0.1/p", "https://shop.example/p?a=1#b"})
    void link_takes(String link) {
        assertThat(Product.of("A", "A", PRICE, link).link()).isEqualTo(link);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/p", "https:", "https://user:pw@shop.example/", "ftp://shop.example", "https://a b/"})
    void link_refuses(String link) {
        assertThatThrownBy(() -> Product.of("A", "A", PRICE, link)).isInstanceOf(ProductRefused.class);
    }

    @Test
    void withFirstImage_movesItToTheFront() {
        Product product = ProductJson.read(FULL).withFirstImage("/images/b.png").withFirstImage("/images/3f2a.png");
        assertThat(product.images()).containsExactly("/images/3f2a.png", "/images/b.png");
    }

    @Test
    void catalogue_keepsItsOrder_andCountsVersions() {
        Product a = Product.of("A", "A", PRICE, "https://shop.example/a");
        Product b = Product.of("B", "B", PRICE, "https://shop.example/b");
        Product newA = Product.of("A", "A, new", PRICE, "https://shop.example/a");
        Catalogue catalogue = Catalogue.EMPTY.merge(List.of(a, b)).with(newA);
        assertThat(catalogue.products()).containsExactly(newA, b);
        assertThat(catalogue.version()).isEqualTo(2);
        assertThat(catalogue.without("A").find("A")).isEqualTo(Optional.empty());
        assertThat(catalogue.without("none")).isSameAs(catalogue);
        assertThat(Catalogue.of(2, catalogue.products()).publicJson()).isEqualTo(catalogue.publicJson());
        assertThat(new String(catalogue.without("A").publicJson(), StandardCharsets.UTF_8))
                .isEqualTo("""
                        {"version":3,"products":[{"sku":"B","title":"B","price":{"amountMinor":990000,\
                        "currency":"VND"},"availability":"in_stock","link":"https://shop.example/b"}]}""");
    }
}
