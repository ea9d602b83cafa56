package dev.vitrine.server.http;

import dev.vitrine.overlay.Catalogue;
import dev.vitrine.server.store.CatalogueStore;
import io.undertow.server.HttpServerExchange;

/** {@code /products.json}: written and compressed once a version, served from memory to everybody. */
final class PublicCatalogue {

    /** Kept by whoever likes, but asked again each time: mostly the answer is 304, and a new price is seen at once. */
    private static final String CACHING = "public, no-cache";

    private final CatalogueStore catalogue;
    private volatile Rendered latest;

    PublicCatalogue(CatalogueStore catalogue) {
        this.catalogue = catalogue;
        this.latest = render(catalogue.current());
    }

    private record Rendered(Catalogue of, Content content) {}

    /** For I/O threads. */
    void send(HttpServerExchange exchange) {
        Catalogue current = catalogue.current();
        Rendered rendered = latest;
        if (rendered.of() != current) {
            rendered = render(current);
            latest = rendered;
        }
        rendered.content().send(exchange, CACHING);
    }

    private static Rendered render(Catalogue catalogue) {
        return new Rendered(catalogue, Content.of("application/json", catalogue.publicJson()));
    }
}
