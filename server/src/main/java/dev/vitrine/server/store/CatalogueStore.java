package dev.vitrine.server.store;

import dev.vitrine.overlay.Catalogue;
import dev.vitrine.overlay.Product;
import dev.vitrine.overlay.ProductJson;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

/** The catalogue in the database, and in memory as the immutable value that everybody reads. */
public final class CatalogueStore {

    private static final String VERSION = "catalogue-version";

    private final Database database;
    private volatile Catalogue current;

    public CatalogueStore(Database database) {
        this.database = database;
        this.current = database.read(CatalogueStore::load);
    }

    /** What is for sale; from memory. */
    public Catalogue current() {
        return current;
    }

    /**
     * Replaces the catalogue by what {@code change} makes of it. Kept when this returns; when {@code change} throws,
     * nothing has changed.
     *
     * @param change gets what is in the database, which another process may have written
     */
    public Catalogue change(UnaryOperator<Catalogue> change) {
        return database.write(handle -> {
            Catalogue before = version(handle) == current.version() ? current : load(handle);
            Catalogue after = change.apply(before);
            save(handle, before, after);
            current = after;
            return after;
        });
    }

    /** Reads the catalogue again if another process has written to the database; for once a second. */
    public void refresh() {
        if (database.changedElsewhere()) {
            database.change(handle -> {
                if (version(handle) != current.version()) {
                    current = load(handle);
                }
            });
        }
    }

    private static Catalogue load(Handle handle) {
        List<Product> products = handle.createQuery("SELECT json FROM product ORDER BY position")
                .mapTo(String.class)
                .map(ProductJson::read)
                .list();
        return Catalogue.of(version(handle), products);
    }

    private static long version(Handle handle) {
        return handle.createQuery("SELECT value FROM meta WHERE name = :name")
                .bind("name", VERSION)
                .mapTo(Long.class)
                .findOne()
                .orElse(0L);
    }

    /** Writes the difference: a product keeps its place, a new one comes at the end. */
    private static void save(Handle handle, Catalogue before, Catalogue after) {
        for (Product product : before.products()) {
            if (after.find(product.sku()).isEmpty()) {
                handle.execute("DELETE FROM product WHERE sku = ?", product.sku());
            }
        }
        for (Product product : after.products()) {
            if (!before.find(product.sku()).equals(after.find(product.sku()))) {
                handle.execute(
                        "INSERT INTO product (sku, position, json)"
                                + " VALUES (?, (SELECT coalesce(max(position), 0) + 1 FROM product), ?)"
                                + " ON CONFLICT (sku) DO UPDATE SET json = excluded.json",
                        product.sku(),
                        ProductJson.text(product));
            }
        }
        handle.execute(
                "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                VERSION,
                Long.toString(after.version()));
    }
}
