package dev.vitrine.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CatalogueImportTest {

    private static final ImportOptions VND = ImportOptions.currency("VND");
    private static final String CSV = """
            sku,title,price,currency,link,image_link,compare_at,stock,option1_name,option1_value
            TS-01,"Áo dài, lụa ""Hà Đông""\",990000,VND,https://shop.example/1,/images/1.png,1290000,3,Size,M
            TS-02,Nón lá,150000,,https://shop.example/2,,,0,,
            """;

    @Test
    void ourColumns_areRead() {
        List<Product> products = read(CSV, VND, ImportFormat.CSV);
        Product first = products.get(0);
        assertThat(first.title()).isEqualTo("Áo dài, lụa \"Hà Đông\"");
        assertThat(first.price()).isEqualTo(new Money(990_000, "VND"));
        assertThat(first.compareAt()).contains(new Money(1_290_000, "VND"));
        assertThat(first.options()).isEqualTo(Map.of("Size", "M"));
        assertThat(first.images()).containsExactly("/images/1.png");
        assertThat(products.get(1).availability()).isEqualTo(Availability.OUT_OF_STOCK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-8+mark", "UTF-16LE", "UTF-16LE+mark", "UTF-16BE+mark"})
    void encodings_thatSpreadsheetsSave_readAlike(String encoding) {
        Charset charset = Charset.forName(encoding.replace("+mark", ""));
        String text = (encoding.endsWith("+mark") ? "\ufeff" : "") + CSV;
        assertThat(CatalogueImport.read(text.getBytes(charset), VND))
                .isEqualTo(CatalogueImport.read(CSV.getBytes(StandardCharsets.UTF_8), VND));
    }

    @Test
    void separatorsAndLineEnds_readAlike() {
        String semicolons = CSV.replace("\"Áo dài, lụa \"\"Hà Đông\"\"\"", "Áo").replace(',', ';');
        String commas = CSV.replace("\"Áo dài, lụa \"\"Hà Đông\"\"\"", "Áo");
        ImportResult expected = CatalogueImport.read(utf8(commas), VND);
        assertThat(expected).isInstanceOf(ImportResult.Read.class);
        assertThat(CatalogueImport.read(utf8(semicolons), VND)).isEqualTo(expected);
        assertThat(CatalogueImport.read(utf8(commas.replace(',', '\t')), VND)).isEqualTo(expected);
        assertThat(CatalogueImport.read(utf8(commas.replace("\n", "\r\n")), VND))
                .isEqualTo(expected);
        assertThat(CatalogueImport.read(utf8(commas.strip() + "\n\n,,,\n"), VND))
                .isEqualTo(expected);
    }

    @Test
    void everyBadRow_isNamedWithItsLine_andNothingIsTaken() {
        String csv = """
                sku,title,price,link,availability
                A,Good,1000,https://shop.example/a,
                B B,"Bad
                sku",1000,https://shop.example/b,
                C,,1000,https://shop.example/c,
                D,Bad price,990.000,https://shop.example/d,
                E,No link,1000,,
                A,Twice,1000,https://shop.example/a2,
                F,Odd,1000,https://shop.example/f,sometimes
                G,No price,,https://shop.example/g,
                """;
        assertThat(rejected(csv, VND))
                .containsExactly(
                        new RowError(
                                3,
                                "sku",
                                "'B B' must be 1 to 64 letters, digits, '.', '_' or '-', the first a letter or digit"),
                        new RowError(5, "title", "'' must not be empty"),
                        new RowError(
                                6,
                                "price",
                                "'990.000' is 990 or 990000, nobody can know: say how the file writes numbers (locale=vi)"),
                        new RowError(7, "link", "is missing"),
                        new RowError(8, "sku", "'A' stands in line 2 already"),
                        new RowError(
                                9, "availability", "'sometimes' must be in_stock, out_of_stock, preorder or backorder"),
                        new RowError(10, "price", "is missing"));
    }

    @Test
    void numbers_areReadAsTheLocaleWritesThem() {
        String csv = "sku;title;price;link\nA;A;990.000;https://shop.example/a\n";
        assertThat(read(csv, VND.withLocale(Locale.forLanguageTag("vi")), ImportFormat.CSV))
                .extracting(Product::price)
                .containsExactly(new Money(990_000, "VND"));
    }

    @Test
    void aPrice_withoutCurrency_isNotGuessed() {
        String csv = "sku,title,price,link\nA,A,1000,https://shop.example/a\nB,B,1000 VND,https://shop.example/b\n";
        assertThat(rejected(csv, ImportOptions.NONE))
                .containsExactly(
                        new RowError(2, "price", "'1000' has no currency: say which the file is in (currency=VND)"));
    }

    @Test
    void aCurrency_thatIsNone_isTheRowsMistake() {
        String csv = "sku,title,price,currency,link\nA,A,1000,XYZ,https://shop.example/a\n";
        assertThat(rejected(csv, VND))
                .containsExactly(new RowError(2, "price", "currency 'XYZ' must be an ISO 4217 code like VND or USD"));
    }

    @Test
    void shopify_oldTemplate_groupsByHandle() {
        String csv = """
                Handle,Title,Body (HTML),Vendor,Published,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Price,Variant Compare At Price,Image Src,Image Position,Variant Image,Status
                ao-dai,Áo dài lụa,"<p>Mềm &amp; mát</p><script>x()</script>",Lụa,TRUE,Size,M,AD-M,shopify,5,deny,990000,1290000.00,https://cdn.example/1.jpg,1,,active
                ao-dai,,,,,,L,AD-L,shopify,-2,deny,990000,0,https://cdn.example/2.jpg,2,https://cdn.example/l.jpg,
                ao-dai,,,,,,,,,,,,,https://cdn.example/3.jpg,3,,
                non-la,Nón lá,,Lụa,TRUE,Title,Default Title,,,,continue,150000,,,,,active
                cu,Cũ,,Lụa,TRUE,Title,Default Title,OLD,,,deny,1000,,,,,archived
                """;
        List<Product> products = read(csv, VND.withShop("https://shop.example/"), ImportFormat.SHOPIFY);
        assertThat(products).extracting(Product::sku).containsExactly("AD-M", "AD-L", "non-la");
        Product m = products.get(0);
        assertThat(m.description()).contains("Mềm & mát");
        assertThat(m.options()).isEqualTo(Map.of("Size", "M"));
        assertThat(m.group()).contains("ao-dai");
        assertThat(m.stock()).contains(5L);
        assertThat(m.compareAt()).contains(new Money(1_290_000, "VND"));
        assertThat(m.link()).isEqualTo("https://shop.example/products/ao-dai");
        Product l = products.get(1);
        assertThat(l.title()).isEqualTo("Áo dài lụa");
        assertThat(l.options()).isEqualTo(Map.of("Size", "L"));
        assertThat(l.availability()).isEqualTo(Availability.OUT_OF_STOCK);
        assertThat(l.compareAt()).isEmpty();
        assertThat(l.images())
                .containsExactly(
                        "https://cdn.example/l.jpg",
                        "https://cdn.example/1.jpg",
                        "https://cdn.example/2.jpg",
                        "https://cdn.example/3.jpg");
        assertThat(products.get(2).options()).isEmpty();
        assertThat(products.get(2).group()).isEmpty();
    }

    @Test
    void shopify_newTemplate_isTheSame() {
        String csv = """
                Title,URL handle,Description,Vendor,Published on online store,Status,SKU,Option1 name,Option1 value,Price,Compare-at price,Inventory tracker,Inventory quantity,Continue selling when out of stock,Product image URL,Image position,Variant image URL
                Áo dài lụa,ao-dai,Mềm,Lụa,TRUE,Active,AD-M,Size,M,990000,,shopify,0,CONTINUE,https://cdn.example/1.jpg,1,
                Nháp,nhap,,,TRUE,Draft,N,,,1,,,,,,,
                """;
        assertThat(read(csv, VND.withShop("https://shop.example"), ImportFormat.SHOPIFY))
                .singleElement()
                .satisfies(product -> {
                    assertThat(product.sku()).isEqualTo("AD-M");
                    assertThat(product.availability()).isEqualTo(Availability.IN_STOCK);
                });
    }

    @Test
    void shopify_withoutTheShopsAddress_saysWhatIsNeeded() {
        assertThat(rejected("Handle,Title,Variant Price\na,A,1\n", VND))
                .containsExactly(new RowError(
                        2,
                        "link",
                        "the file has no addresses of products: say which shop it is from (shop=https://shop.example), or"
                                + " add a column 'link'"));
    }

    @Test
    void wooCommerce_variationsInherit() {
        String csv = """
                ID,Type,SKU,Name,Published,Short description,In stock?,Stock,Sale price,Regular price,Images,Parent,Attribute 1 name,Attribute 1 value(s)
                100,variable,TEE,Áo thun,1,Cotton,1,,,,"https://cdn.example/a.jpg, https://cdn.example/b.jpg",,Size,"S, M"
                101,variation,TEE-S,Áo thun - S,1,,1,4,90000,120000,,id:100,Size,S
                102,variation,,Áo thun - M,1,,0,,,120000,https://cdn.example/m.jpg,TEE,Size,M
                103,"simple, virtual",GIFT,Thẻ quà,1,,backorder,,,500000,,,,
                104,simple,DRAFT,Nháp,0,,1,,,1,,,,
                """;
        List<Product> products = read(csv, VND.withShop("https://woo.example"), ImportFormat.WOOCOMMERCE);
        assertThat(products).extracting(Product::sku).containsExactly("TEE-S", "woo-102", "GIFT");
        Product s = products.get(0);
        assertThat(s.price()).isEqualTo(new Money(90_000, "VND"));
        assertThat(s.compareAt()).contains(new Money(120_000, "VND"));
        assertThat(s.images()).hasSize(2);
        assertThat(s.link()).isEqualTo("https://woo.example/?p=100");
        assertThat(s.external()).isEqualTo(Map.of("woo", "101"));
        assertThat(s.group()).contains("TEE");
        assertThat(s.options()).isEqualTo(Map.of("Size", "S"));
        assertThat(products.get(1).availability()).isEqualTo(Availability.OUT_OF_STOCK);
        assertThat(products.get(1).images()).containsExactly("https://cdn.example/m.jpg");
        assertThat(products.get(2).availability()).isEqualTo(Availability.BACKORDER);
    }

    @Test
    void googleXml_asRssAndAtom() {
        String items = """
                <%1$s><g:id>TS-01</g:id><title><![CDATA[Áo <dài>]]></title>%2$s<g:price>49.99 USD</g:price>
                <g:sale_price>39.99 USD</g:sale_price><g:availability>in stock</g:availability>
                <g:image_link>https://cdn.example/1.jpg</g:image_link>
                <g:additional_image_link>https://cdn.example/2.jpg</g:additional_image_link>
                <g:additional_image_link>https://cdn.example/3.jpg</g:additional_image_link>
                <g:item_group_id>ao</g:item_group_id><g:size>M</g:size></%1$s>""";
        String rss =
                "<?xml version=\"1.0\"?>\n<rss xmlns:g=\"http://base.google.com/ns/1.0\"><channel><title>S</title>\n"
                        + items.formatted("item", "<link>https://shop.example/1</link>") + "</channel></rss>";
        String atom = "<feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:g=\"http://base.google.com/ns/1.0\">\n"
                + items.formatted("entry", "<link href=\"https://shop.example/1\"/>") + "</feed>";
        List<Product> products = read(rss, ImportOptions.NONE, ImportFormat.GOOGLE_XML);
        assertThat(read(atom, ImportOptions.NONE, ImportFormat.GOOGLE_XML)).isEqualTo(products);
        assertThat(products).singleElement().satisfies(product -> {
            assertThat(product.title()).isEqualTo("Áo <dài>");
            assertThat(product.price()).isEqualTo(new Money(3_999, "USD"));
            assertThat(product.compareAt()).contains(new Money(4_999, "USD"));
            assertThat(product.images()).hasSize(3);
            assertThat(product.options()).isEqualTo(Map.of("size", "M"));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><rss><item><id>&x;</id></item></rss>",
                "<!DOCTYPE r [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><rss><item><id>&b;</id></item></rss>",
                "<!DOCTYPE r SYSTEM \"https://evil.example/x.dtd\"><rss/>"
            })
    void googleXml_withADocumentType_isRefused(String xml) {
        assertThat(rejected(xml, VND)).singleElement().satisfies(error -> {
            assertThat(error.message()).doesNotContain("root:").contains("document type");
            assertThat(error.line()).isEqualTo(1);
        });
    }

    @Test
    void googleXml_thatIsCut_isRefusedWithItsLine() {
        assertThat(rejected("<rss>\n<item>\n<id>A</id>\n", VND))
                .singleElement()
                .satisfies(error -> assertThat(error.line()).isEqualTo(4));
    }

    @Test
    void googleTsv_isRead() {
        String tsv = """
                id\ttitle\tdescription\tlink\timage link\tavailability\tprice
                TS-01\tÁo dài\tMềm\thttps://shop.example/1\thttps://cdn.example/1.jpg\tout of stock\t990000 VND
                """;
        assertThat(read(tsv, ImportOptions.NONE, ImportFormat.GOOGLE_TSV))
                .singleElement()
                .satisfies(product -> {
                    assertThat(product.availability()).isEqualTo(Availability.OUT_OF_STOCK);
                    assertThat(product.images()).containsExactly("https://cdn.example/1.jpg");
                });
    }

    @Test
    void json_isRead_asArrayAndAsTheApiAnswers() {
        Product product = Product.of("A", "A", new Money(1, "VND"), "https://shop.example/a");
        String array = "[" + ProductJson.text(product) + "]";
        assertThat(read(array, ImportOptions.NONE, ImportFormat.JSON)).containsExactly(product);
        assertThat(read("{\"version\":1,\"products\":" + array + "}", ImportOptions.NONE, ImportFormat.JSON))
                .containsExactly(product);
    }

    @Test
    void json_errors_haveLines() {
        assertThat(rejected("[\n{\"sku\":\"A\"},\n\n{\"sku\":7}]", VND))
                .containsExactly(
                        new RowError(2, "title", "is missing"), new RowError(4, "sku", "must not be a JSON number"));
        assertThat(rejected("[\n{\"sku\":}]", VND)).singleElement().satisfies(error -> {
            assertThat(error.line()).isEqualTo(2);
            assertThat(error.message()).startsWith("not JSON: ");
        });
        assertThat(rejected("{\"items\":[]}", VND))
                .containsExactly(
                        new RowError(1, "", "must be a JSON array of products, or an object with one in 'products'"));
    }

    @Test
    void files_thatAreNoCatalogue_areRefusedInWords() {
        assertThat(rejected("", VND)).containsExactly(new RowError(1, "", "the file is empty"));
        assertThat(rejected("sku,title,price,link\n", VND))
                .containsExactly(new RowError(1, "", "there is no product for sale in the file"));
        assertThat(rejected("name,age\nx,1\n", VND))
                .containsExactly(new RowError(
                        1,
                        "",
                        "the first line must name columns: at least sku, title, price and link, or those of an export of"
                                + " Shopify, WooCommerce or a Google product feed; it names age, name"));
        assertThat(rejected("sku,title,price,link\nA,\"x,1,https://a.example\n", VND))
                .containsExactly(new RowError(2, "", "a cell begins with a quote that is never closed"));
        assertThat(rejected("sku,title,price,link\nA,Hat, red,1,https://a.example\n", VND))
                .containsExactly(new RowError(
                        2, "", "the row has 5 cells, the header has 4: put quotes around cells that hold a separator"));
        assertThat(CatalogueImport.read("sku,title\n\u00e9".getBytes(StandardCharsets.ISO_8859_1), VND))
                .isEqualTo(new ImportResult.Rejected(List.of(
                        new RowError(1, "", "the file is not text in UTF-8: save it as \"CSV UTF-8\" and try again"))));
    }

    private static List<Product> read(String text, ImportOptions options, ImportFormat format) {
        ImportResult result = CatalogueImport.read(utf8(text), options);
        assertThat(result).isInstanceOf(ImportResult.Read.class);
        ImportResult.Read read = (ImportResult.Read) result;
        assertThat(read.format()).isEqualTo(format);
        return read.products();
    }

    private static List<RowError> rejected(String text, ImportOptions options) {
        ImportResult result = CatalogueImport.read(utf8(text), options);
        assertThat(result).isInstanceOf(ImportResult.Rejected.class);
        return ((ImportResult.Rejected) result).errors();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
