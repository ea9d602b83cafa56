package dev.vitrine.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.overlay.Catalogue;
import dev.vitrine.overlay.CatalogueImport;
import dev.vitrine.overlay.ImportOptions;
import dev.vitrine.overlay.ImportResult;
import dev.vitrine.overlay.Product;
import dev.vitrine.overlay.ProductJson;
import dev.vitrine.overlay.ProductRefused;
import dev.vitrine.overlay.RowError;
import dev.vitrine.server.store.CatalogueStore;
import dev.vitrine.server.store.ImageStore;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** {@code /api/v1/products}: what is for sale. */
final class ProductApi {

    private final CatalogueStore catalogue;
    private final ImageStore images;
    private final Runnable changed;

    /**
     * Works on the catalogue.
     *
     * @param changed run after each change, to tell whoever listens
     */
    ProductApi(CatalogueStore catalogue, ImageStore images, Runnable changed) {
        this.catalogue = catalogue;
        this.images = images;
        this.changed = changed;
    }

    Reply list(Call call) {
        return Reply.of(200, "application/json", catalogue.current().staffJson())
                .with("Cache-Control", "no-store");
    }

    Reply get(Call call) {
        return Reply.ok(ProductJson.write(product(call)));
    }

    Reply put(Call call) {
        Product product = read(call);
        boolean known = catalogue.current().find(product.sku()).isPresent();
        catalogue.change(all -> all.with(product));
        changed.run();
        return Reply.json(known ? 200 : 201, ProductJson.write(product));
    }

    Reply delete(Call call) {
        String sku = product(call).sku();
        catalogue.change(all -> all.without(sku));
        changed.run();
        return Reply.noContent();
    }

    /** All of a file or nothing of it. */
    Reply importFile(Call call) {
        boolean dryRun = call.query("dryRun").map(ProductApi::flag).orElse(false);
        ImportResult result = CatalogueImport.read(call.body(), Refusal.checked(() -> options(call)));
        if (result instanceof ImportResult.Rejected rejected) {
            throw refused(rejected.errors());
        }
        return taken((ImportResult.Read) result, dryRun);
    }

    private Reply taken(ImportResult.Read read, boolean dryRun) {
        Catalogue before = catalogue.current();
        long updated = read.products().stream()
                .filter(product -> before.find(product.sku()).isPresent())
                .count();
        if (!dryRun) {
            catalogue.change(all -> all.merge(read.products()));
            changed.run();
        }
        ObjectNode node = Json.object()
                .put("format", read.format().wire())
                .put("read", read.products().size())
                .put("created", read.products().size() - updated)
                .put("updated", updated);
        ArrayNode products = node.putArray("products");
        read.products().forEach(product -> products.add(ProductJson.write(product)));
        return Reply.ok(node);
    }

    private static ImportOptions options(Call call) {
        return new ImportOptions(
                call.query("currency"), call.query("locale").map(Locale::forLanguageTag), call.query("shop"));
    }

    private static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw Refusal.invalid("dryRun is '" + text + "': it must be true or false");
        };
    }

    private static Refusal refused(List<RowError> errors) {
        return Refusal.invalid(
                "nothing was changed: " + errors.size() + (errors.size() == 1 ? " row is" : " rows are") + " wrong",
                errors.stream()
                        .map(error -> new Problem.Part(OptionalInt.of(error.line()), error.field(), error.message()))
                        .toList());
    }

    Reply putImage(Call call) throws IOException {
        String sku = product(call).sku();
        String path = "/images/" + save(call.body());
        Catalogue after = catalogue.change(all -> all.find(sku)
                .map(product -> all.with(product.withFirstImage(path)))
                .orElse(all));
        changed.run();
        return Reply.ok(ProductJson.write(after.find(sku).orElseThrow(() -> unknown(sku))));
    }

    private String save(byte[] picture) throws IOException {
        try {
            return images.save(picture);
        } catch (IllegalArgumentException e) {
            throw Refusal.invalid(String.valueOf(e.getMessage()));
        }
    }

    private Product product(Call call) {
        String sku = call.path("sku");
        return catalogue.current().find(sku).orElseThrow(() -> unknown(sku));
    }

    private static Refusal unknown(String sku) {
        return Refusal.notFound("sku '" + sku + "' is not in the catalogue");
    }

    /** The body, which may leave the sku to the address but not contradict it. */
    private static Product read(Call call) {
        JsonNode tree = JsonBody.tree(call.body());
        String sku = call.path("sku");
        if (tree instanceof ObjectNode object && !object.has("sku")) {
            object.put("sku", sku);
        }
        try {
            Product product = ProductJson.read(tree);
            if (!product.sku().equals(sku)) {
                throw Refusal.invalid("the body's sku '" + product.sku() + "' is not the address's '" + sku + "'");
            }
            return product;
        } catch (ProductRefused refused) {
            String message = String.valueOf(refused.getMessage());
            throw Refusal.invalid(
                    refused.field() + ": " + message,
                    List.of(new Problem.Part(OptionalInt.empty(), refused.field(), message)));
        }
    }
}
