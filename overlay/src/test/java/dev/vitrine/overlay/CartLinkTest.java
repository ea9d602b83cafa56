package dev.vitrine.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.overlay.CartLink.Context;
import dev.vitrine.overlay.CartLink.Line;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CartLinkTest {

    private static final List<Line> TWO = List.of(new Line("70881412", 1), new Line("70881382", 2));
    private static final Context LIVE = new Context(Optional.of("LIVE10"), Optional.of("s1"), Optional.of("c01"));

    @Test
    void shopifyCart() {
        assertThat(new CartLink.ShopifyCart("https://shop.example/", false).build(TWO, LIVE))
                .isEqualTo("https://shop.example/cart/70881412:1,70881382:2?discount=LIVE10"
                        + "&attributes%5Blive_show%5D=s1&attributes%5Blive_cue%5D=c01&ref=s1");
        assertThat(new CartLink.ShopifyCart("https://shop.example", true).build(TWO, Context.NONE))
                .isEqualTo("https://shop.example/cart/70881412:1,70881382:2?storefront=true");
        assertThatThrownBy(() -> new CartLink.ShopifyCart("https://shop.example", false)
                        .build(List.of(new Line("gid://x", 1)), LIVE))
                .hasMessage("Shopify variant id 'gid://x' must be a number");
    }

    @Test
    void ucpBuy() {
        CartLink link = new CartLink.UcpBuy("https://shop.example/buy", Optional.of("/cart"));
        Context context = new Context(Optional.of("LIVE10"), Optional.of("s1"), Optional.empty());
        assertThat(link.build(List.of(new Line("70881412", 1)), context))
                .isEqualTo("https://shop.example/buy/70881412:1?discounts/codes/0=LIVE10"
                        + "&attribution/utm_source=live&attribution/ref=s1&continue_to=/cart");
        assertThat(link.build(List.of(new Line("gid://shopify/ProductVariant/70881412", 3)), Context.NONE))
                .isEqualTo("https://shop.example/buy/~Z2lkOi8vc2hvcGlmeS9Qcm9kdWN0VmFyaWFudC83MDg4MTQxMg:3"
                        + "?continue_to=/cart");
        assertThatThrownBy(() -> link.build(List.of(new Line("1", 1), new Line("1", 2)), Context.NONE))
                .hasMessage("a product stands twice in the cart: add its quantities up");
        assertThatThrownBy(() -> new CartLink.UcpBuy("https://shop.example/buy", Optional.of("//evil.example")))
                .hasMessage("'//evil.example' must be a path of the shop like /cart");
    }

    @Test
    void wooCheckoutLink() {
        CartLink link = new CartLink.WooCheckoutLink("https://site.example");
        List<Line> lines = List.of(new Line("123", 2), new Line("456", 1));
        assertThat(link.build(lines, LIVE))
                .isEqualTo("https://site.example/checkout-link/?products=123:2,456:1&coupon=LIVE10"
                        + "&utm_source=vitrine&utm_medium=live&utm_campaign=s1&utm_content=c01");
    }

    @Test
    void wooAdd_takesOneProduct() {
        CartLink link = new CartLink.WooAdd("https://site.example");
        assertThat(link.build(List.of(new Line("123", 2)), Context.NONE))
                .isEqualTo("https://site.example/?add-to-cart=123&quantity=2&utm_source=vitrine&utm_medium=live");
        assertThatThrownBy(() -> link.build(TWO, Context.NONE))
                .hasMessage("a link of this kind takes 1 to 1 products, not 2");
    }

    @Test
    void template_encodesWhatItFillsIn() {
        CartLink link = new CartLink.Template("https://shop.example/cart?item={id}&qty={qty}&src=live-{show}");
        assertThat(link.build(List.of(new Line("a b&c={qty}", 2)), LIVE))
                .isEqualTo("https://shop.example/cart?item=a%20b%26c%3D%7Bqty%7D&qty=2&src=live-s1");
        assertThatThrownBy(() -> new CartLink.Template("https://shop.example/cart"))
                .hasMessageContaining("must be an https address with {id}");
        assertThatThrownBy(() -> new CartLink.Template("http://shop.example/{id}"))
                .hasMessageContaining("must be an https address");
    }

    @Test
    void productPage_keepsWhatTheAddressHas() {
        assertThat(new CartLink.ProductPage("https://shop.example/p?v=1#size").build(List.of(), LIVE))
                .isEqualTo("https://shop.example/p?v=1&utm_source=vitrine&utm_medium=live&utm_campaign=s1"
                        + "&utm_content=c01#size");
    }

    @Test
    void lines_areChecked() {
        assertThatThrownBy(() -> new Line("1", 0)).hasMessage("quantity 0 of '1' must be 1 to 999");
        assertThatThrownBy(() -> new Line(" ", 1)).hasMessageContaining("must be 1 to 300 characters");
        assertThatThrownBy(() -> new CartLink.WooAdd("http://site.example"))
                .hasMessage("shop 'http://site.example' must be an https address without query");
    }
}
