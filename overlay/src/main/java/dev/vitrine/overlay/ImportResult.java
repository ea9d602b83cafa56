package dev.vitrine.overlay;

import java.util.List;

/** All products of a file, or every reason why it was not taken; never a part. */
public sealed interface ImportResult {

    /** The file is good. */
    record Read(ImportFormat format, List<Product> products) implements ImportResult {

        public Read {
            products = List.copyOf(products);
        }
    }

    /**
     * The file was not taken.
     *
     * @param errors by line; at least one
     */
    record Rejected(List<RowError> errors) implements ImportResult {

        public Rejected {
            errors = List.copyOf(errors);
        }
    }
}
