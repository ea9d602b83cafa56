package dev.vitrine.overlay;

/** A product that cannot be; the message says which value and what it must be. */
public final class ProductRefused extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final String field;

    ProductRefused(String field, String message) {
        super(message);
        this.field = field;
    }

    /** The member that is wrong, as the API calls it. */
    public String field() {
        return field;
    }
}
